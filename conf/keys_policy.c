/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens when something is not as it should be. A missing key must
 * always mean the safe answer.
 */
#include "conf/keys.h"

static const struct conf_field unsupported_fields[] = {
	{ .key = "reference", WORD_AT(struct conf_unsupported, reference),
	  .words = "abort fail ignore", .unset = "abort",
	  .doc = "An access to a port or an address that belongs to nothing, "
		 "or a write to rom. fail: a machine check; all ones from a "
		 "port. ignore: reads give all ones, writes are dropped." },
	{ .key = "instruction", WORD_AT(struct conf_unsupported, instruction),
	  .words = "abort fail", .unset = "abort",
	  .doc = "An instruction that KVM was asked to carry out and can't. "
		 "fail: an invalid-opcode exception. With abort, a program in "
		 "the guest can end the guest." },
	{ .key = "register", WORD_AT(struct conf_unsupported, register_),
	  .words = "abort fail ignore", .unset = "abort",
	  .doc = "A model-specific register that the guest's CPU does not "
		 "have. fail: a general protection fault. ignore: reads give "
		 "zero, writes are dropped.",
	  .also = "msr" },
	{ .key = "refused", WORD_AT(struct conf_unsupported, refused),
	  .words = "abort - ignore", .unset = "abort",
	  .doc = "An access that breaks the rules of a device's registers: "
		 "its width, its direction, or what the vdev itself refuses. "
		 "ignore: reads give all ones, writes are dropped." },
};

const struct conf_record keys_unsupported = {
	.name = "unsupported",
	RECORD_OF(struct conf_unsupported, unsupported_fields),
	.doc = "What the guest gets for doing what the file does not define.",
};

#define LIMIT_BOUNDS .min = 1000, .max = UINT64_C(3600000000000)

static const struct conf_field limits_fields[] = {
	{ .key = "start", DURATION_AT(struct conf_limits, start),
	  LIMIT_BOUNDS, .unset = "5s",
	  .doc = "From the start of qvm to the guest's first instruction." },
	{ .key = "shutdown", DURATION_AT(struct conf_limits, shutdown),
	  LIMIT_BOUNDS, .unset = "10s",
	  .doc = "From the power button to the guest's own power-off; then "
		 "its power is cut." },
	{ .key = "probe", DURATION_AT(struct conf_limits, probe),
	  LIMIT_BOUNDS, .unset = "1s",
	  .doc = "How often each thread is asked whether it is alive. Not yet "
		 "enforced.",
	  .also = "period interval" },
	{ .key = "answer", DURATION_AT(struct conf_limits, answer),
	  LIMIT_BOUNDS, .unset = "100ms",
	  .doc = "How long a thread may take to answer that. Not yet enforced." },
	{ .key = "vdev-call", DURATION_AT(struct conf_limits, vdev_call),
	  LIMIT_BOUNDS, .unset = "100ms",
	  .doc = "How long one call into a vdev may take. Not yet enforced." },
	{ .key = "stop", DURATION_AT(struct conf_limits, stop), LIMIT_BOUNDS,
	  .unset = "100ms",
	  .doc = "From a fault until no virtual CPU executes any more. Not yet "
		 "enforced." },
	{ .key = "safe-outputs", DURATION_AT(struct conf_limits, safe_outputs),
	  LIMIT_BOUNDS, .unset = "100ms",
	  .doc = "How long the safe outputs may take to write. Not yet enforced." },
	{ .key = "end", DURATION_AT(struct conf_limits, end), LIMIT_BOUNDS,
	  .unset = "1s",
	  .doc = "From the safe state to the end of the process." },
};

const struct conf_record keys_limits = {
	.name = "limits",
	RECORD_OF(struct conf_limits, limits_fields),
	.doc = "How long things may take.",
};

static const struct conf_field log_fields[] = {
	{ .key = "level", WORD_AT(struct conf_log, level),
	  .words = "error warning info debug", .unset = "info",
	  .doc = "The least important messages that are logged." },
	{ .key = "to", WORD_AT(struct conf_log, to), .words = "stderr",
	  .unset = "stderr", .doc = "Where they go." },
};

const struct conf_record keys_log = {
	.name = "log",
	RECORD_OF(struct conf_log, log_fields),
	.doc = "What is logged, and where to.",
};
