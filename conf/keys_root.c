/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of a file, in the order in which a file is best written. Nothing
 * that decides about memory, interrupts or rights may have a default here.
 */
#include "conf/keys.h"

static const struct conf_field root_fields[] = {
	{ .key = "qvm", UINT_AT(struct conf, version),
	  .flags = FIELD_REQUIRED, .min = 1, .max = 1, .example = "1",
	  .doc = "Version of the language that the file is written in. It is "
		 "the first key, so that a program can tell whether it may "
		 "read on." },
	{ .key = "system", NAME_AT(struct conf, system),
	  .flags = FIELD_REQUIRED, .example = "engine",
	  .doc = "Name of the guest. The run directory, the log and the "
		 "service carry it, and no two guests of a host may share "
		 "it.",
	  .also = "name vm guest hostname" },
	{ .key = "cpus",
	  LIST_AT(struct conf, cpus, struct conf_thread, FIELD_RECORD),
	  .flags = FIELD_REQUIRED, .max_items = 64, .record = &keys_cpu,
	  .example = "[ {} ]",
	  .doc = "The guest's virtual CPUs, in order: an entry for each. An "
		 "entry may be {}: a virtual CPU that runs wherever the host "
		 "lets it.",
	  .also = "cpu vcpu vcpus smp cores" },
	{ .key = "idle", WORD_AT(struct conf, idle), .words = "exit keep",
	  .unset = "exit",
	  .doc = "What an idle virtual CPU does with its host CPU. exit: it "
		 "sleeps, and the host CPU is free for others. keep: the halt "
		 "does not leave the guest, so that it wakes up without the "
		 "host's scheduler; this is for host CPUs that have nothing "
		 "else to do, and holds for all virtual CPUs.",
	  .also = "halt hlt" },
	{ .key = "cpuid", RECORD_AT(struct conf, cpuid, struct conf_cpuid),
	  .record = &keys_cpuid, .example = "{ model: host }",
	  .doc = "What the guest's CPUs claim to be." },
	{ .key = "threads",
	  RECORD_AT(struct conf, threads, struct conf_threads),
	  .record = &keys_threads,
	  .example = "{ loop: { affinity: [0] } }",
	  .doc = "Where and how the threads run that are not virtual CPUs." },
	{ .key = "memory",
	  LIST_AT(struct conf, memory, struct conf_memory, FIELD_RECORD),
	  .flags = FIELD_REQUIRED, .max_items = 256, .record = &keys_memory,
	  .example = "[ ram: { at: 0x0, size: 256M } ]",
	  .doc = "The guest's physical memory. Every byte that the guest can "
		 "reach is declared here or belongs to a device.",
	  .also = "ram mem" },
	{ .key = "boot", RECORD_AT(struct conf, boot, struct conf_boot),
	  .flags = FIELD_REQUIRED, .record = &keys_boot,
	  .example = "{ linux: { kernel: { file: \"vmlinuz\" } } }",
	  .doc = "What the first virtual CPU executes, and what it is told. "
		 "An image that is not what the key says is an error; nothing "
		 "is guessed.",
	  .also = "kernel loader" },
	{ .key = "tables", RECORD_AT(struct conf, tables, struct conf_tables),
	  .record = &keys_tables,
	  .example = "{ acpi: reduced, at: { io: 0x600 }, irq: 9 }",
	  .doc = "The tables through which the guest finds its hardware, made "
		 "from this file alone. Without this key there are none "
		 "(acpi: none).",
	  .also = "acpi fdt" },
	{ .key = "irqchip",
	  RECORD_AT(struct conf, irqchip, struct conf_irqchip),
	  .flags = FIELD_REQUIRED, .record = &keys_irqchip,
	  .example = "{ kind: kernel }",
	  .doc = "The guest's interrupt controllers.",
	  .also = "gic apic ioapic pic" },
	{ .key = "stop", WORD_AT(struct conf, stop), .words = "button cut",
	  .unset = "button",
	  .doc = "What a request to terminate does. button: it presses the "
		 "guest's power button, and cuts the power after "
		 "limits.shutdown. cut: it cuts the power at once.",
	  .also = "shutdown" },
	{ .key = "devices",
	  LIST_AT(struct conf, devices, struct conf_device, FIELD_RECORD),
	  .max_items = 256, .record = &keys_device,
	  .example = "[ { vdev: ser8250, name: console, at: { io: 0x3f8 } } ]",
	  .doc = "The guest's virtual devices. Without this key it has none.",
	  .also = "device vdev vdevs" },
	{ .key = "absent",
	  LIST_AT(struct conf, absent, struct conf_absent, FIELD_RECORD),
	  .max_items = 256, .record = &keys_absent,
	  .example = "[ { io: 0x2f8, size: 8, gives: ones } ]",
	  .doc = "Where the guest may look for hardware that is not there. "
		 "Such a probe is answered and counted; any other one ends as "
		 "`unsupported` says." },
	{ .key = "unsupported",
	  RECORD_AT(struct conf, unsupported, struct conf_unsupported),
	  .record = &keys_unsupported, .example = "{ reference: abort }",
	  .doc = "What the guest gets for doing what this file does not "
		 "define. abort ends the guest in its safe state, with exit "
		 "status 5. fail gives the guest the error that hardware "
		 "would give. ignore goes on, and counts." },
	{ .key = "limits", RECORD_AT(struct conf, limits, struct conf_limits),
	  .record = &keys_limits, .example = "{ shutdown: 30s }",
	  .doc = "How long things may take, by the wall clock. What takes "
		 "longer is a fault, and ends the guest.",
	  .also = "limit timeout timeouts" },
	{ .key = "log", RECORD_AT(struct conf, log, struct conf_log),
	  .record = &keys_log, .example = "{ level: warning }",
	  .doc = "What is logged, and where to.", .also = "logger logging" },
};

const struct conf_record keys_root = {
	.name = "the file",
	RECORD_OF(struct conf, root_fields),
	.doc = "A .qvmconf describes one guest and everything that it may "
	       "touch.",
};
