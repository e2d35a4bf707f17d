/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of the rules between fields. Must never hold a rule without a
 * file in tests/config/ that breaks it.
 */
#include "conf/rules.h"

#include "conf/util/util.h"

const struct conf_rule rules_table[] = {
	{ { "qvm-first", "qvm", "`qvm` is the first key of the file." },
	  rule_qvm_first },
	{ { "affinity-once",
	    "cpus.affinity threads.guard.affinity threads.loop.affinity",
	    "An affinity names each host CPU once." },
	  rule_affinity_once },
	{ { "pinned-twice", "cpus.affinity",
	    "No two virtual CPUs are pinned to the same host CPU: they would "
	    "take turns, and each would see the other's time pass." },
	  rule_pinned_twice },
	{ { "sched-priority", "cpus.sched threads.guard.sched threads.loop.sched",
	    "A priority stands with the policies fifo and rr, and only with "
	    "them." },
	  rule_sched_priority },
	{ { "guard-outranks", "threads.guard cpus.sched threads.loop.sched",
	    "On a host CPU that the guard shares with real-time threads of "
	    "the file it has the highest priority: a guard that has to wait "
	    "can't end what makes it wait." },
	  rule_guard_outranks },
	{ { "bound-needs-rt",
	    "limits.answer limits.vdev-call limits.stop cpus threads.loop",
	    "A bound below 10ms needs a real-time policy and an affinity on "
	    "each thread that has to keep it. An ordinary thread may be made "
	    "to wait longer than that by any other." },
	  rule_bound_needs_rt },
	{ { "limits-order", "limits.probe limits.answer limits.vdev-call",
	    "A call into a vdev ends before its thread has to answer "
	    "(vdev-call is not longer than answer), and a thread has answered "
	    "before it is asked again (answer is not longer than probe)." },
	  rule_limits_order },
	{ { "idle-keep", "idle cpus.affinity",
	    "With idle: keep each virtual CPU is pinned to one host CPU: it "
	    "keeps that CPU even while the guest has nothing to do." },
	  rule_idle_keep },
	{ { "ram-pages", "memory.ram.at memory.ram.size memory.ram.pages",
	    "Address and size of ram are multiples of its pages." },
	  rule_ram_pages },
	{ { "load-begins", "memory.load.at",
	    "An image that is loaded begins in ram or rom." },
	  rule_load_begins },
	{ { "linux-ram", "boot.linux memory.ram.at",
	    "A Linux kernel has ram at address 0." },
	  rule_linux_ram },
	{ { "tables-at", "tables.acpi tables.at tables.irq",
	    "With acpi: reduced there are `at` and `irq`; with acpi: none "
	    "there are neither." },
	  rule_tables_at },
	{ { "name-once", "devices.name",
	    "No two devices have the same name." },
	  rule_name_once },
	{ { "shared-irq", "devices.shared devices.irq",
	    "A device that shares its interrupt line has one." },
	  rule_shared_irq },
	{ { "absent-size", "absent.size absent.io absent.mmio absent.msr",
	    "Absent ports and memory have a size, and end inside their space; "
	    "an MSR has no size." },
	  rule_absent_size },
	{ { "absent-gives", "absent.gives",
	    "Absent ports and memory give ones or zeros; an MSR gives zero or "
	    "fault." },
	  rule_absent_gives },
};

const size_t rules_count = ARRAY_LEN(rules_table);

bool rule_may_judge(const struct rule_run *run, const struct conf_node *node)
{
	if (node == NULL)
		return true;
	return node->kind != NODE_REFUSED &&
	       !report_touches(run->report, node_place(node));
}

void rules_check(const struct conf *conf, struct conf_report *report)
{
	for (size_t i = 0; i < rules_count; i++) {
		const struct rule_run run = {
			.conf = conf,
			.report = report,
			.name = rules_table[i].doc.name,
		};

		rules_table[i].check(&run);
	}
}
