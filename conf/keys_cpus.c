/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Virtual CPUs and threads. Must never give a thread a real-time policy or a
 * place that the file does not ask for.
 */
#include "conf/keys.h"

static const struct conf_field sched_fields[] = {
	{ .key = "policy", WORD_AT(struct conf_sched, policy),
	  .words = "other fifo rr", .flags = FIELD_REQUIRED,
	  .unset = "other", .example = "fifo",
	  .doc = "The host's scheduling policy. other: the host's ordinary "
		 "one. fifo and rr: real time, and above every ordinary "
		 "thread of the host." },
	{ .key = "priority", UINT_AT(struct conf_sched, priority), .min = 1,
	  .max = 99, .example = "20",
	  .doc = "Real-time priority; a higher one goes first. Given with "
		 "fifo and rr, and only with them.",
	  .also = "prio" },
};

static const struct conf_record keys_sched = {
	.name = "sched",
	RECORD_OF(struct conf_sched, sched_fields),
	.doc = "A scheduling policy.",
};

static const struct conf_field thread_fields[] = {
	{ .key = "affinity",
	  LIST_AT(struct conf_thread, affinity, uint64_t, FIELD_UINT),
	  .max = HOST_CPU_MAX, .max_items = HOST_CPU_MAX + 1,
	  .example = "[1]",
	  .doc = "The host CPUs on which it may run. Without this key: "
		 "wherever the host lets it.",
	  .also = "runmask pin cluster cpu" },
	{ .key = "sched",
	  RECORD_AT(struct conf_thread, sched, struct conf_sched),
	  .record = &keys_sched,
	  .example = "{ policy: fifo, priority: 20 }",
	  .doc = "How the host schedules it. Without this key: as an ordinary "
		 "thread.",
	  .also = "scheduler priority policy" },
};

const struct conf_record keys_cpu = {
	.name = "a virtual CPU",
	RECORD_OF(struct conf_thread, thread_fields),
	.doc = "One virtual CPU.",
};

const struct conf_record keys_thread = {
	.name = "a thread",
	RECORD_OF(struct conf_thread, thread_fields),
	.doc = "One thread.",
};

static const struct conf_field threads_fields[] = {
	{ .key = "guard",
	  RECORD_AT(struct conf_threads, guard, struct conf_thread),
	  .record = &keys_thread,
	  .example = "{ affinity: [0], sched: { policy: fifo, priority: 90 } }",
	  .doc = "The guard: a process of its own that watches the machine, "
		 "ends what overruns its time, and reports how it ended." },
	{ .key = "loop",
	  RECORD_AT(struct conf_threads, loop, struct conf_thread),
	  .record = &keys_thread,
	  .example = "{ affinity: [0], sched: { policy: fifo, priority: 60 } }",
	  .doc = "The event loop: input and output of the devices, and "
		 "requests from outside." },
};

const struct conf_record keys_threads = {
	.name = "threads",
	RECORD_OF(struct conf_threads, threads_fields),
	.doc = "The threads that are not virtual CPUs.",
};

static const struct conf_field cpuid_fields[] = {
	{ .key = "model", WORD_AT(struct conf_cpuid, model),
	  .words = "host x86-64-v1 x86-64-v2 x86-64-v3 x86-64-v4",
	  .flags = FIELD_REQUIRED, .unset = "host", .example = "host",
	  .doc = "What CPUID tells the guest. host: what this host has and "
		 "KVM can virtualise. x86-64-v1 to v4: one of the common "
		 "levels of the architecture, so that the guest is the same "
		 "on every host that has it.",
	  .also = "cpu type" },
};

const struct conf_record keys_cpuid = {
	.name = "cpuid",
	RECORD_OF(struct conf_cpuid, cpuid_fields),
	.doc = "The identity of the guest's CPUs.",
};
