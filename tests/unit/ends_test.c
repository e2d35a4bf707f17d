/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of ends against a copy written by hand: a status that changes by
 * mistake would be wrong in the log, the manual and the code at once.
 */
#include "safety/ends.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	enum end_reason reason;
	const char *name;
	int status;
	enum end_class class;
} expected[] = {
	{ END_OFF, "off", 0, END_CLASS_GUEST },
	{ END_DRY_RUN, "dry-run", 0, END_CLASS_OPERATOR },
	{ END_TERM_CUT, "term-cut", 0, END_CLASS_OPERATOR },
	{ END_POWER_CUT, "power-cut", 3, END_CLASS_OPERATOR },
	{ END_CUT_EARLY, "cut-early", 3, END_CLASS_OPERATOR },
	{ END_BUTTON_IGNORED, "button-ignored", 3, END_CLASS_OPERATOR },
	{ END_WATCHDOG, "watchdog", 4, END_CLASS_GUEST },
	{ END_REFERENCE, "unsupported-reference", 5, END_CLASS_GUEST },
	{ END_INSTRUCTION, "unsupported-instruction", 5, END_CLASS_GUEST },
	{ END_REGISTER, "unsupported-register", 5, END_CLASS_GUEST },
	{ END_REFUSED, "unsupported-refused", 5, END_CLASS_GUEST },
	{ END_EXIT_UNKNOWN, "unsupported-exit", 5, END_CLASS_GUEST },
	{ END_VDEV_BROKEN, "vdev-broken", 6, END_CLASS_VDEV },
	{ END_VDEV_DIED, "vdev-died", 6, END_CLASS_VDEV },
	{ END_VDEV_OVERRUN, "vdev-overrun", 6, END_CLASS_VDEV },
	{ END_VDEV_STATUS, "vdev-status", 32, END_CLASS_VDEV },
	{ END_MACHINE_DIED, "machine-died", 7, END_CLASS_OURSELVES },
	{ END_STOP_OVERRUN, "stop-overrun", 7, END_CLASS_OURSELVES },
	{ END_RESET, "reset", 8, END_CLASS_GUEST },
	{ END_TRIPLE_FAULT, "triple-fault", 9, END_CLASS_GUEST },
	{ END_GUEST_CRASH, "guest-crash", 9, END_CLASS_GUEST },
	{ END_KVM_FAILED, "kvm-failed", 10, END_CLASS_HOST },
	{ END_KVM_INTERNAL, "kvm-internal", 10, END_CLASS_HOST },
	{ END_MEMORY_FAULT, "memory-fault", 10, END_CLASS_HOST },
	{ END_CONFIGURATION, "configuration", 65, END_CLASS_OPERATOR },
	{ END_CANNOT, "host-cannot", 69, END_CLASS_HOST },
	{ END_START_OVERRUN, "start-overrun", 69, END_CLASS_HOST },
};

Test(ends, every_end_has_the_status_that_is_documented)
{
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		const struct end_row *row = end_row(expected[i].reason);

		cr_expect_str_eq(row->name, expected[i].name);
		cr_expect_eq(row->status, expected[i].status, "%s: %u",
			     row->name, row->status);
		cr_expect_eq(row->class, expected[i].class, "%s: class %u",
			     row->name, row->class);
	}
}

Test(ends, the_hand_written_table_is_complete)
{
	cr_expect_eq(sizeof(expected) / sizeof(expected[0]), END_REASONS - 1,
		     "there are %d ends", END_REASONS - 1);
}

Test(ends, names_are_words_and_none_is_used_twice)
{
	for (int i = END_NONE + 1; i < END_REASONS; i++) {
		const char *name = end_row((enum end_reason)i)->name;

		cr_expect_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz-"),
			     strlen(name), "%s", name);
		for (int j = i + 1; j < END_REASONS; j++)
			cr_expect_str_neq(name,
					  end_row((enum end_reason)j)->name);
	}
}

Test(ends, a_sentence_says_what_happened)
{
	for (int i = END_NONE + 1; i < END_REASONS; i++) {
		const char *text = end_row((enum end_reason)i)->sentence;
		size_t len = strlen(text);

		cr_expect(len > 10 && isupper((unsigned char)text[0]) &&
			  text[len - 1] == '.', "%s", text);
	}
}

Test(ends, the_printed_table_has_a_line_for_each)
{
	char *text = NULL;
	size_t len = 0, lines = 0;
	FILE *out = open_memstream(&text, &len);

	cr_assert_not_null(out);
	ends_print(out);
	fclose(out);
	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n';
	cr_expect_eq(lines, END_REASONS - 1);
	cr_expect_not_null(strstr(text, "  3  power-cut "));
	cr_expect_not_null(strstr(text, " 69  host-cannot "));
	free(text);
}

Test(ends, no_end_is_none_of_them, .signal = SIGABRT)
{
	end_row(END_NONE);
}

Test(ends, what_is_out_of_range_is_none_of_them, .signal = SIGABRT)
{
	end_row(END_REASONS);
}
