/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a machine left behind to a status. The block is written here as a
 * machine would, or as one with a corrupted heap might.
 */
#include "safety/verdict.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <string.h>

static struct block *block;
static struct verdict verdict;

static void begin(void)
{
	cr_redirect_stderr();
	block = block_new();
	cr_assert_not_null(block);
	verdict = (struct verdict){ 0 };
	strcpy(block->vdev[0], "first");
	strcpy(block->vdev[1], "console");
}

TestSuite(verdict, .init = begin);

static void word(enum block_word w, uint32_t reason, uint32_t status,
		 const char *text)
{
	block->end.reason = reason;
	block->end.status = status;
	snprintf(block->end.text, sizeof(block->end.text), "%s", text);
	atomic_store(&block->end.word, (unsigned)w);
}

static int exited(int status)
{
	const siginfo_t how = { .si_code = CLD_EXITED, .si_status = status };

	return verdict_give(&verdict, block, &how);
}

static int killed(int signal)
{
	const siginfo_t how = { .si_code = CLD_KILLED, .si_status = signal };

	return verdict_give(&verdict, block, &how);
}

static void in_vdev(size_t thread, unsigned row)
{
	atomic_store(&block->thread[thread].in_vdev, row);
}

/* ---- the machine's word ---------------------------------------------------- */

Test(verdict, a_complete_word_of_a_clean_exit_counts)
{
	word(BLOCK_WORD_STOPPED, END_RESET, 8, "asked");
	cr_expect_eq(exited(0), 8);
	cr_expect_eq(verdict.reason, END_RESET);
	cr_expect_str_eq(verdict.text, "asked");
}

Test(verdict, every_reason_can_be_said)
{
	for (unsigned r = END_NONE + 1; r < END_REASONS; r++) {
		int status = end_row((enum end_reason)r)->status;

		verdict = (struct verdict){ 0 };
		word(BLOCK_WORD_STOPPED, r, (uint32_t)status, "");
		cr_expect_eq(exited(0), status, "%s",
			     end_row((enum end_reason)r)->name);
	}
}

Test(verdict, no_word_is_our_fault)
{
	cr_expect_eq(exited(0), 7);
	cr_expect_eq(verdict.reason, END_MACHINE_DIED);
}

Test(verdict, a_word_that_is_not_complete_does_not_count)
{
	word(BLOCK_WORD_CLAIMED, END_OFF, 0, "half");
	cr_expect_eq(exited(0), 7);
}

Test(verdict, a_word_without_the_stop_path_does_not_count)
{
	word(BLOCK_WORD_SAID, END_OFF, 0, "said");
	cr_expect_eq(exited(0), 7);
}

Test(verdict, a_word_that_is_none_does_not_count)
{
	word((enum block_word)77, END_OFF, 0, "said");
	cr_expect_eq(exited(0), 7);
}

Test(verdict, a_good_word_of_a_bad_exit_does_not_count)
{
	word(BLOCK_WORD_STOPPED, END_OFF, 0, "off");
	cr_expect_eq(exited(1), 7);
}

Test(verdict, a_good_word_of_a_killed_machine_does_not_count)
{
	word(BLOCK_WORD_STOPPED, END_OFF, 0, "off");
	cr_expect_eq(killed(SIGSEGV), 7);
}

Test(verdict, a_reason_that_is_none_is_refused)
{
	static const uint32_t reasons[] = { END_NONE, END_REASONS, 1000,
					    UINT32_MAX };

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		verdict = (struct verdict){ 0 };
		word(BLOCK_WORD_STOPPED, reasons[i], 0, "");
		cr_expect_eq(exited(0), 7, "reason %u", reasons[i]);
	}
}

Test(verdict, a_status_that_does_not_fit_its_reason_is_refused)
{
	static const struct {
		uint32_t reason, status;
	} lies[] = {
		{ END_REFERENCE, 0 }, { END_OFF, 8 }, { END_MACHINE_DIED, 0 },
		{ END_RESET, 0x108 }, { END_OFF, UINT32_MAX },
	};

	for (size_t i = 0; i < ARRAY_LEN(lies); i++) {
		verdict = (struct verdict){ 0 };
		word(BLOCK_WORD_STOPPED, lies[i].reason, lies[i].status, "");
		cr_expect_eq(exited(0), 7, "status %u", lies[i].status);
	}
}

Test(verdict, a_vdevs_own_status_lies_in_its_range)
{
	for (uint32_t status = 0; status < 300; status++) {
		int expected = status >= 32 && status <= 63 ? (int)status : 7;

		verdict = (struct verdict){ 0 };
		word(BLOCK_WORD_STOPPED, END_VDEV_STATUS, status, "");
		cr_expect_eq(exited(0), expected, "status %u", status);
	}
}

Test(verdict, a_text_without_an_end_is_cut)
{
	word(BLOCK_WORD_STOPPED, END_OFF, 0, "");
	memset(block->end.text, 'x', sizeof(block->end.text));
	cr_expect_eq(exited(0), 0);
	cr_expect_eq(strlen(verdict.text), BLOCK_TEXT_MAX - 1);
}

/* ---- whose fault a death is ------------------------------------------------ */

Test(verdict, a_crash_outside_of_vdevs_is_our_fault)
{
	cr_expect_eq(killed(SIGSEGV), 7);
	cr_expect_not_null(strstr(verdict.text, "signal 11"));
}

Test(verdict, a_crash_in_a_vdev_is_its_fault)
{
	in_vdev(1, 2);
	cr_expect_eq(killed(SIGSEGV), 6);
	cr_expect_eq(verdict.reason, END_VDEV_DIED);
	cr_expect_not_null(strstr(verdict.text, "console"));
	cr_expect_not_null(strstr(verdict.text, "signal 11"));
}

Test(verdict, an_exit_in_a_vdev_is_its_fault_whatever_the_status)
{
	static const int statuses[] = { 0, 1, 8, 40, 65, 255 };

	in_vdev(0, 1);
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
		verdict = (struct verdict){ 0 };
		cr_expect_eq(exited(statuses[i]), 6);
		cr_expect_not_null(strstr(verdict.text, "first"));
	}
}

/* It said `off`, and then a vdev's code left the process. */
Test(verdict, an_exit_in_a_vdev_after_an_end_was_said_is_its_fault)
{
	word(BLOCK_WORD_SAID, END_OFF, 0, "off");
	in_vdev(0, 2);
	cr_expect_eq(exited(0), 6);
}

Test(verdict, a_kill_from_outside_is_nobodys_but_ours)
{
	in_vdev(0, 2);
	cr_expect_eq(killed(SIGKILL), 7);
	cr_expect_eq(verdict.reason, END_MACHINE_DIED);
}

Test(verdict, every_thread_is_looked_at)
{
	in_vdev(BLOCK_THREADS_MAX - 1, 2);
	cr_expect_eq(killed(SIGABRT), 6);
	cr_expect_not_null(strstr(verdict.text, "console"));
}

Test(verdict, a_vdev_that_can_not_be_is_not_believed)
{
	in_vdev(0, BLOCK_VDEVS_MAX + 1);
	in_vdev(1, UINT32_MAX);
	cr_expect_eq(killed(SIGSEGV), 7);
}

Test(verdict, a_name_without_an_end_is_cut)
{
	memset(block->vdev, 'x', sizeof(block->vdev));
	in_vdev(0, BLOCK_VDEVS_MAX);
	cr_expect_eq(killed(SIGSEGV), 6);
	cr_expect_lt(strlen(verdict.text), 100);
}

/* ---- the guard's word ------------------------------------------------------ */

Test(verdict, the_guards_word_stands_over_the_machines)
{
	verdict_say(&verdict, END_STOP_OVERRUN, "too slow by %d ms", 5);
	word(BLOCK_WORD_STOPPED, END_OFF, 0, "off");
	cr_expect_eq(exited(0), 7);
	cr_expect_eq(verdict.reason, END_STOP_OVERRUN);
	cr_expect_str_eq(verdict.text, "too slow by 5 ms");
}

Test(verdict, the_guards_word_stands_over_a_kill)
{
	verdict_say(&verdict, END_CUT_EARLY, "early");
	cr_expect_eq(killed(SIGKILL), 3);
}

Test(verdict, the_guards_first_word_stands)
{
	verdict_say(&verdict, END_CUT_EARLY, "early");
	verdict_say(&verdict, END_STOP_OVERRUN, "late");
	cr_expect_eq(killed(SIGKILL), 3);
	cr_expect_str_eq(verdict.text, "early");
}

/* ---- the line -------------------------------------------------------------- */

static const char *line(void)
{
	static char text[2048];
	FILE *err = cr_get_redirected_stderr();
	size_t n;

	fflush(stderr);
	n = fread(text, 1, sizeof(text) - 1, err);
	text[n] = '\0';
	return text;
}

Test(verdict, the_end_is_told_in_one_line)
{
	word(BLOCK_WORD_STOPPED, END_REFERENCE, 5, "port 0x1234");
	exited(0);
	cr_expect_str_eq(line(), "qvm: error: end: unsupported-reference (5): "
				 "port 0x1234\n");
}

/* What a machine left is a guest's and a plug-in's word: it must not drive an
 * operator's terminal, nor look like a line of its own. */
Test(verdict, control_characters_do_not_reach_the_log)
{
	const char *text;

	word(BLOCK_WORD_STOPPED, END_REFERENCE, 5, "a\nqvm: b\033[2Jc\x7f");
	exited(0);
	text = line();
	cr_expect_eq(strchr(text, '\n'), text + strlen(text) - 1);
	cr_expect_null(strchr(text, '\033'));
	cr_expect_null(strchr(text, '\x7f'));
}
