/* SPDX-License-Identifier: Apache-2.0 */
/* That each value of a file, and each default, arrives where it belongs. */
#include "conf_rig.h"

TestSuite(conf_load, .init = rig_setup, .fini = rig_teardown);

Test(conf_load, a_file_may_leave_much_out)
{
	const struct conf *c = rig_load("");

	cr_assert_not_null(c);
	cr_assert_eq(c->version, 1);
	cr_assert_str_eq(c->system, "test");
	cr_assert_eq(c->cpus.n, 1);
	cr_assert_eq(c->cpus.item[0].affinity.n, 0);
	cr_assert_eq(c->cpus.item[0].sched.policy, CONF_POLICY_OTHER);
	cr_assert_null(c->cpus.item[0].sched.node);
	cr_assert_eq(c->memory.n, 1);
	cr_assert_eq(c->memory.item[0].kind, CONF_MEMORY_RAM);
	cr_assert_eq(c->memory.item[0].ram.size, 64 * MIB);
	cr_assert_eq(c->memory.item[0].ram.pages, CONF_PAGES_4K);
	cr_assert(!c->memory.item[0].ram.locked);
	cr_assert_eq(c->boot.kind, CONF_BOOT_LINUX);
	cr_assert_str_eq(c->boot.linux_.kernel.file, "dir/vmlinuz");
	cr_assert_null(c->boot.linux_.kernel.sha256);
	cr_assert_null(c->boot.linux_.initrd.node);
	cr_assert_str_eq(c->boot.linux_.cmdline, "");
	cr_assert_eq(c->tables.acpi, CONF_ACPI_NONE);
	cr_assert_null(c->tables.node);
	cr_assert_eq(c->irqchip.pit, CONF_PIT_NONE);
	cr_assert_eq(c->stop, CONF_STOP_BUTTON);
	cr_assert_eq(c->idle, CONF_IDLE_EXIT);
	cr_assert_eq(c->cpuid.model, CONF_CPU_HOST);
	cr_assert_eq(c->devices.n, 0);
	cr_assert_eq(c->absent.n, 0);
	cr_assert_eq(c->log.level, CONF_LOG_INFO);
}

Test(conf_load, whatever_a_file_does_not_allow_is_not_allowed)
{
	const struct conf_unsupported *u = &rig_load("")->unsupported;

	cr_assert_eq(u->reference, CONF_DO_ABORT);
	cr_assert_eq(u->instruction, CONF_DO_ABORT);
	cr_assert_eq(u->register_, CONF_DO_ABORT);
	cr_assert_eq(u->refused, CONF_DO_ABORT);
}

Test(conf_load, limits_are_in_nanoseconds)
{
	const struct conf_limits *l =
		&rig_load("limits: { end: 2s, answer: 150ms }\n")->limits;

	cr_assert_eq(l->end, UINT64_C(2000000000));
	cr_assert_eq(l->answer, 150000000);
	cr_assert_eq(l->vdev_call, 100000000);
	cr_assert_eq(l->stop, 100000000);
	cr_assert_eq(l->start, UINT64_C(5000000000));
	cr_assert_eq(l->shutdown, UINT64_C(10000000000));
}

Test(conf_load, words_are_the_enums_of_conf_h)
{
	const struct conf *c = rig_load(
		"cpuid: { model: x86-64-v4 }\n"
		"stop: cut\n"
		"tables: { acpi: reduced, at: { mmio: 0xd0000000 }, irq: 9 }\n"
		"unsupported: { reference: ignore, instruction: fail,\n"
		"  register: fail, refused: ignore }\n"
		"log: { level: debug }\n");

	cr_assert_eq(c->cpuid.model, CONF_CPU_X86_64_V4);
	cr_assert_eq(c->stop, CONF_STOP_CUT);
	cr_assert_eq(c->tables.acpi, CONF_ACPI_REDUCED);
	cr_assert_eq(c->tables.at.space, CONF_SPACE_MMIO);
	cr_assert_eq(c->tables.at.mmio, 0xd0000000);
	cr_assert_eq(c->tables.irq, 9);
	cr_assert_eq(c->unsupported.reference, CONF_DO_IGNORE);
	cr_assert_eq(c->unsupported.instruction, CONF_DO_FAIL);
	cr_assert_eq(c->unsupported.register_, CONF_DO_FAIL);
	cr_assert_eq(c->unsupported.refused, CONF_DO_IGNORE);
	cr_assert_eq(c->log.level, CONF_LOG_DEBUG);
}

Test(conf_load, a_device_has_one_place_or_named_ones)
{
	const struct conf *c = rig_load(
		"devices:\n"
		"  - { vdev: a, name: one, at: { pci: \"00:02.0\" }, irq: 4 }\n"
		"  - vdev: a\n"
		"    name: two\n"
		"    at: { regs: { mmio: 0x1000 }, ring: { io: 0x80 } }\n"
		"    irq: { rx: 5, tx: 6 }\n"
		"    shared: true\n"
		"    refused: ignore\n"
		"    options: { any: thing }\n");
	const struct conf_device *d = c->devices.item;

	cr_assert_eq(c->devices.n, 2);
	cr_assert_eq(d[0].at.n, 1);
	cr_assert_null(d[0].at.item[0].name);
	cr_assert_eq(d[0].at.item[0].at.space, CONF_SPACE_PCI);
	cr_assert_str_eq(d[0].at.item[0].at.pci, "00:02.0");
	cr_assert_eq(d[0].irq.item[0].line, 4);
	cr_assert_eq(d[0].refused, CONF_DO_INHERIT);
	cr_assert_null(d[0].options);
	cr_assert_eq(d[1].at.n, 2);
	cr_assert_str_eq(d[1].at.item[1].name, "ring");
	cr_assert_eq(d[1].at.item[1].at.space, CONF_SPACE_IO);
	cr_assert_eq(d[1].at.item[1].at.io, 0x80);
	cr_assert_str_eq(d[1].irq.item[0].name, "rx");
	cr_assert_eq(d[1].irq.item[1].line, 6);
	cr_assert(d[1].shared);
	cr_assert_eq(d[1].refused, CONF_DO_IGNORE);
	cr_assert_eq(d[1].options->n, 1);
}

Test(conf_load, absent_rows_have_kind_place_size_and_answer)
{
	const struct conf *c = rig_load(
		"absent:\n"
		"  - { io: 0x70, size: 2, gives: zeros }\n"
		"  - { mmio: 0xfed00000, size: 4K, gives: ones }\n"
		"  - { msr: 0xc0010007, gives: zero }\n"
		"  - { msr: 0x10, gives: fault }\n");
	const struct conf_absent *a = c->absent.item;

	cr_assert_eq(c->absent.n, 4);
	cr_assert_eq(a[0].kind, CONF_ABSENT_IO);
	cr_assert_eq(a[0].at, 0x70);
	cr_assert_eq(a[0].size, 2);
	cr_assert_eq(a[0].gives, CONF_GIVES_ZEROS);
	cr_assert_eq(a[1].kind, CONF_ABSENT_MMIO);
	cr_assert_eq(a[1].gives, CONF_GIVES_ONES);
	cr_assert_eq(a[2].kind, CONF_ABSENT_MSR);
	cr_assert_eq(a[2].size, 1);
	cr_assert_eq(a[2].gives, CONF_GIVES_ZERO);
	cr_assert_eq(a[3].gives, CONF_GIVES_FAULT);
}

Test(conf_load, threads_have_places_and_policies)
{
	const struct conf *c = rig_load(
		"threads:\n"
		"  guard: { affinity: [0, 3],\n"
		"           sched: { policy: fifo, priority: 90 } }\n"
		"  loop: { sched: { policy: rr, priority: 5 } }\n");

	cr_assert_eq(c->threads.guard.affinity.n, 2);
	cr_assert_eq(c->threads.guard.affinity.item[1], 3);
	cr_assert_eq(c->threads.guard.sched.policy, CONF_POLICY_FIFO);
	cr_assert_eq(c->threads.guard.sched.priority, 90);
	cr_assert_eq(c->threads.loop.sched.policy, CONF_POLICY_RR);
	cr_assert_eq(c->threads.loop.affinity.n, 0);
}

Test(conf_load, absolute_paths_stay_as_they_are)
{
	struct conf_source source = rig_source(
		"qvm: 1\nsystem: test\ncpus: [ {} ]\n"
		"memory:\n"
		"  - ram: { at: 0x0, size: 64M }\n"
		"  - rom: { at: 0xfffc0000, size: 256K,\n"
		"           image: { file: \"/boot/rom\" } }\n"
		"boot: { linux: { kernel: { file: \"../k\" } } }\n"
		"irqchip: { kind: kernel }\n");
	const struct conf *c = load_conf(&source, &arena, &report);

	cr_assert_not_null(c);
	cr_assert_str_eq(c->memory.item[1].rom.image.file, "/boot/rom");
	cr_assert_str_eq(c->boot.linux_.kernel.file, "dir/../k");
}

Test(conf_load, a_finding_means_no_configuration)
{
	cr_assert_null(rig_load("stop: never\n"));
	cr_assert_eq(report.n, 1);
	cr_assert_str_eq(rig_first_rule(), "word");
}
