/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The test kit, with a toy for a vdev: what the fake host does before the vdev
 * hears of it, its clock, its streams, and what it finds to be a fault.
 */
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "vdev_kit_toy.h"

static struct vdev_test *t;
static struct toy *toy;

static void open_with(const char *const options[])
{
	t = vdev_test_open(&toy_plugin, options);
	cr_assert_null(vdev_test_why(t), "%s", vdev_test_why(t));
	toy = vdev_test_vdev(t)->state;
}

static void setup(void)
{
	open_with(NULL);
	vdev_test_start(t);
}

static void teardown(void)
{
	vdev_test_close(t);
}

TestSuite(vdev_kit, .init = setup, .fini = teardown);

static uint64_t in(uint32_t offset, uint32_t width)
{
	uint64_t value = 0;

	cr_assert_eq(vdev_test_read(t, 0, offset, width, &value), VDEV_DONE);
	return value;
}

static void out(uint32_t offset, uint32_t width, uint64_t value)
{
	cr_assert_eq(vdev_test_write(t, 0, offset, width, value), VDEV_DONE);
}

static void does(enum toy_act act)
{
	vdev_test_write(t, 0, TOY_ACT, 4, act);
}

static void faults_with(const char *text)
{
	const char *fault = vdev_test_fault(t);

	cr_assert_not_null(fault);
	cr_assert_not_null(strstr(fault, text), "%s", fault);
}

/* A sanitizer's handler would make an exit of it. */
static void crashes(enum toy_act act)
{
	signal(SIGSEGV, SIG_DFL);
	does(act);
}

static bool refused(uint32_t offset, uint32_t width, bool is_write)
{
	uint64_t value = 0x77, calls = vdev_test_calls(t);
	enum vdev_verdict v =
		is_write ? vdev_test_write(t, 0, offset, width, 1) :
			   vdev_test_read(t, 0, offset, width, &value);

	cr_assert_eq(value, 0x77);
	cr_assert_eq(vdev_test_calls(t), calls);
	return v == VDEV_REFUSED;
}

/* ---- accesses --------------------------------------------------------------- */

Test(vdev_kit, what_the_table_does_not_allow_is_refused_unheard)
{
	cr_assert(refused(TOY_ACT, 2, true));
	cr_assert(refused(TOY_ACT, 8, true));
	cr_assert(refused(TOY_ACT, 4, false));
	cr_assert(refused(TOY_STATUS, 4, true));
	cr_assert(refused(TOY_STATUS + 2, 4, false));
	cr_assert(refused(TOY_GAP, 1, false));
	cr_assert(refused(TOY_SIZE - 1, 2, false));
	cr_assert(refused(TOY_SIZE, 1, false));
	cr_assert(refused(UINT32_MAX, 8, true));
}

Test(vdev_kit, a_called_register_is_told_of_row_index_and_byte)
{
	cr_assert_eq(in(TOY_ARRAY + 2 * TOY_STEP + 1, 1), 0xab);
	cr_assert_eq(toy->last.reg, TOY_ROW_ARRAY);
	cr_assert_eq(toy->last.index, 2);
	cr_assert_eq(toy->last.byte, 1);
	cr_assert_eq(toy->last.width, 1);
	cr_assert_eq(toy->last.is_write, 0);
	cr_assert(refused(TOY_ARRAY + 2 * TOY_STEP + 2, 1, false));
}

Test(vdev_kit, an_answer_is_cut_to_its_width)
{
	toy->answer = UINT64_MAX;
	cr_assert_eq(in(TOY_STATUS, 4), UINT32_MAX);
	cr_assert_eq(in(TOY_STATUS, 2), 0xffff);
}

Test(vdev_kit, a_written_value_is_cut_to_its_width)
{
	out(TOY_BLOCK, 2, UINT64_MAX);
	cr_assert_eq(toy->last.value, 0xffff);
}

Test(vdev_kit, a_block_takes_any_width_anywhere_inside)
{
	out(TOY_BLOCK + 3, 2, 0x1234);
	cr_assert_eq(toy->last.index, 3);
	cr_assert_eq(toy->last.byte, 0);
	out(TOY_BLOCK + TOY_BLOCK_SIZE - 2, 2, 1);
	cr_assert(refused(TOY_BLOCK + TOY_BLOCK_SIZE - 1, 2, true));
}

Test(vdev_kit, a_stored_register_keeps_its_writable_bits)
{
	uint64_t calls = vdev_test_calls(t);

	cr_assert_eq(in(TOY_KEEP, 4), 0x11223344);
	out(TOY_KEEP, 4, 0xaabbccdd);
	cr_assert_eq(in(TOY_KEEP, 4), 0x1122cc44);
	out(TOY_KEEP + 1, 1, 0x55);
	cr_assert_eq(in(TOY_KEEP, 4), 0x11225544);
	cr_assert_eq(in(TOY_KEEP + 1, 1), 0x55);
	cr_assert_eq(vdev_test_calls(t), calls);
	vdev_test_reset(t);
	cr_assert_eq(in(TOY_KEEP, 4), 0x11223344);
}

Test(vdev_kit, the_vcpu_is_the_tests)
{
	vdev_test_vcpu(t, 3);
	in(TOY_STATUS, 4);
	cr_assert_eq(toy->last.vcpu, 3);
}

Test(vdev_kit, verdicts_come_through)
{
	cr_assert_eq(vdev_test_write(t, 0, TOY_ACT, 4, TOY_REFUSE), VDEV_REFUSED);
	cr_assert_not(vdev_test_broken(t));
	cr_assert_eq(vdev_test_write(t, 0, TOY_ACT, 4, TOY_BREAK), VDEV_BROKEN);
	cr_assert(vdev_test_broken(t));
	cr_assert_null(vdev_test_fault(t));
}

/* ---- what it does -------------------------------------------------------------- */

Test(vdev_kit, levels_and_rises_of_lines_are_kept)
{
	does(TOY_RAISE);
	does(TOY_RAISE);
	cr_assert(vdev_test_irq(t, 0));
	does(TOY_LOWER);
	cr_assert_not(vdev_test_irq(t, 0));
	does(TOY_RAISE);
	cr_assert_eq(vdev_test_rises(t, 0), 2);
}

Test(vdev_kit, counters_log_and_end_are_kept)
{
	cr_assert_str_eq(vdev_test_log(t), "");
	does(TOY_COUNT);
	does(TOY_COUNT);
	cr_assert_eq(vdev_test_counter(t, 0), 4);
	does(TOY_LOG);
	cr_assert_eq(vdev_test_logged(t), 1);
	cr_assert_str_eq(vdev_test_log(t), "a line");
	cr_assert_eq(vdev_test_end(t), VDEV_END_NONE);
	does(TOY_END);
	does(TOY_END_OFF);
	cr_assert_eq(vdev_test_end(t), VDEV_END_STATUS);
	cr_assert_eq(vdev_test_end_status(t), 40);
	cr_assert_str_eq(vdev_test_end_why(t), "it was asked to");
	cr_assert_null(vdev_test_fault(t));
}

/* ---- time ---------------------------------------------------------------------- */

Test(vdev_kit, a_timer_fires_once_at_its_time)
{
	toy->first_ns = 1000000;
	does(TOY_ARM);
	cr_assert_eq(vdev_test_timer(t, 0), 1000000);
	vdev_test_advance(t, 999999);
	cr_assert_eq(toy->fired[0], 0);
	vdev_test_advance(t, 1);
	cr_assert_eq(toy->fired[0], 1);
	cr_assert_eq(toy->at_ns, 1000000);
	vdev_test_advance(t, 10000000);
	cr_assert_eq(toy->fired[0], 1);
	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
}

Test(vdev_kit, a_timer_of_0_fires_at_once)
{
	does(TOY_ARM);
	cr_assert_eq(toy->fired[0], 0);
	vdev_test_advance(t, 0);
	cr_assert_eq(toy->fired[0], 1);
}

Test(vdev_kit, periods_fire_one_by_one_and_late_ones_together)
{
	toy->first_ns = 1000000;
	toy->period_ns = 2000000;
	does(TOY_ARM);
	vdev_test_advance(t, 5000000);
	cr_assert_eq(toy->fired[0], 3);
	cr_assert_eq(toy->last_count, 1);
	vdev_test_stall(t, 20000000);
	cr_assert_eq(toy->fired[0], 4);
	cr_assert_eq(toy->last_count, 10);
	does(TOY_STOP_TIMER);
	vdev_test_advance(t, 20000000);
	cr_assert_eq(toy->fired[0], 4);
}

Test(vdev_kit, arming_again_replaces)
{
	toy->first_ns = 1000000;
	does(TOY_ARM);
	vdev_test_advance(t, 500000);
	does(TOY_ARM);
	vdev_test_advance(t, 999999);
	cr_assert_eq(toy->fired[0], 0);
	vdev_test_advance(t, 1);
	cr_assert_eq(toy->fired[0], 1);
}

Test(vdev_kit, timers_fire_in_the_order_of_their_times)
{
	toy->first_ns = 2000;
	does(TOY_ARM);
	toy->first_ns = 1000;
	does(TOY_ARM_SECOND);
	vdev_test_stall(t, 5000);
	cr_assert_eq(toy->fired[0], 1);
	cr_assert_eq(toy->fired[1], 1);
	cr_assert_eq(toy->last_timer, 0);
}

Test(vdev_kit, a_period_of_a_nanosecond_does_not_take_for_ever)
{
	toy->period_ns = 1;
	does(TOY_ARM);
	vdev_test_advance(t, 1000000);
	cr_assert_leq(toy->fired[0], 1001);
	cr_assert_geq(toy->counted, 999990);
	cr_assert_null(vdev_test_fault(t));
}

Test(vdev_kit, a_timer_that_arms_itself_without_end_is_a_fault)
{
	toy->again = true;
	does(TOY_ARM);
	vdev_test_advance(t, 0);
	faults_with("fires again and again");
}

Test(vdev_kit, clocks_go_with_the_test)
{
	uint64_t wall;

	does(TOY_CLOCKS);
	wall = toy->wall_ns;
	cr_assert_eq(toy->at_ns, 0);
	vdev_test_advance(t, 1234);
	does(TOY_CLOCKS);
	cr_assert_eq(toy->at_ns, 1234);
	cr_assert_eq(toy->wall_ns, wall + 1234);
	vdev_test_set_wall_clock(t, 5);
	does(TOY_CLOCKS);
	cr_assert_eq(toy->wall_ns, 5);
	cr_assert_eq(toy->at_ns, 1234);
	cr_assert_eq(vdev_test_now(t), 1234);
	cr_assert_eq(vdev_test_wall_clock(t), 5);
}

Test(vdev_kit, the_guests_clock_stands_until_it_starts)
{
	vdev_test_close(t);
	open_with(NULL);
	vdev_test_advance(t, 5000);
	vdev_test_start(t);
	does(TOY_CLOCKS);
	cr_assert_eq(toy->at_ns, 0);
}

/* ---- streams ------------------------------------------------------------------- */

Test(vdev_kit, bytes_go_in_and_out)
{
	char bytes[8] = { 0 };

	cr_assert_eq(vdev_test_feed(t, "input", "abc", 3), 3);
	cr_assert_eq(toy->told, 1);
	cr_assert_eq(vdev_test_waiting(t, "input"), 3);
	does(TOY_ECHO);
	cr_assert_eq(vdev_test_waiting(t, "input"), 2);
	cr_assert_eq(vdev_test_take(t, "output", bytes, sizeof(bytes)), 1);
	cr_assert_str_eq(bytes, "a");
}

Test(vdev_kit, no_event_comes_while_bytes_wait)
{
	vdev_test_feed(t, "input", "a", 1);
	vdev_test_feed(t, "input", "b", 1);
	does(TOY_ECHO);
	does(TOY_ECHO);
	vdev_test_feed(t, "input", "c", 1);
	cr_assert_eq(toy->told, 1);
	does(TOY_ECHO);
	does(TOY_ECHO); /* finds none */
	vdev_test_feed(t, "input", "d", 1);
	cr_assert_eq(toy->told, 2);
}

Test(vdev_kit, what_came_before_the_start_is_told_after_it)
{
	vdev_test_close(t);
	open_with(NULL);
	vdev_test_feed(t, "input", "a", 1);
	cr_assert_eq(toy->told, 0);
	vdev_test_start(t);
	cr_assert_eq(toy->told, 1);
}

Test(vdev_kit, a_full_output_takes_no_more)
{
	vdev_test_limit(t, "output", 1);
	vdev_test_feed(t, "input", "ab", 2);
	does(TOY_ECHO);
	does(TOY_ECHO);
	cr_assert_eq(vdev_test_waiting(t, "output"), 1);
	cr_assert_eq(vdev_test_dropped(t, "output"), 1);
}

Test(vdev_kit, a_full_input_takes_no_more)
{
	static const char many[70000];

	cr_assert_eq(vdev_test_feed(t, "input", many, sizeof(many)), 65536);
	cr_assert_eq(vdev_test_feed(t, "input", "x", 1), 0);
}

Test(vdev_kit, what_waits_is_lost_when_the_other_end_goes)
{
	vdev_test_feed(t, "input", "ab", 2);
	vdev_test_hang_up(t, "input");
	does(TOY_ECHO);
	cr_assert_eq(vdev_test_waiting(t, "output"), 0);
	vdev_test_feed(t, "input", "c", 1);
	cr_assert_eq(toy->told, 2);
}

/* ---- options ------------------------------------------------------------------- */

static const struct toy_options *opened(const char *const options[])
{
	vdev_test_close(t);
	open_with(options);
	return vdev_test_vdev(t)->options;
}

Test(vdev_kit, options_are_spelt_as_in_a_file)
{
	const struct toy_options *o = opened((const char *const[]){
		"number=0x10", "size=4K", "time=20ms", "word=two", "flag=true",
		"text=any=thing", "output=none", NULL });

	cr_assert_eq(o->number, 16);
	cr_assert_eq(o->size, 4096);
	cr_assert_eq(o->time, 20000000);
	cr_assert_eq(o->word, 1);
	cr_assert(o->flag);
	cr_assert_str_eq(o->text, "any=thing");
	cr_assert_eq(o->output, VDEV_SLOT_NONE);
	cr_assert_eq(o->input, 0);
}

Test(vdev_kit, options_that_are_not_given_have_their_unset_value)
{
	const struct toy_options *o = opened(NULL);

	cr_assert_eq(o->number, 7);
	cr_assert_eq(o->time, 1000000000);
	cr_assert_eq(o->output, 0);
	cr_assert_eq(o->input, 1);
}

static void cannot_open(const char *option, const char *why)
{
	const char *const options[] = { option, NULL };
	struct vdev_test *bad = vdev_test_open(&toy_plugin, options);

	cr_assert_not_null(vdev_test_why(bad), "%s", option);
	cr_assert_not_null(strstr(vdev_test_why(bad), why), "%s",
			   vdev_test_why(bad));
	vdev_test_close(bad);
}

Test(vdev_kit, wrong_options_are_told)
{
	static const char *const wrong[] = {
		"number=21",  "number=", "number=-1",	"number=010", "number=1K",
		"number=0x",  "number=99999999999999999999",
		"size=4k",    "time=3",	 "time=1m",	"word=three", "word=",
		"word=one two", "flag=1", "flag=yes",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		cannot_open(wrong[i], "can't have that value");
	cannot_open("nothing=1", "is not one");
	cannot_open("number", "is not one");
}

Test(vdev_kit, an_option_that_is_given_twice_is_told)
{
	struct vdev_test *bad = vdev_test_open(
		&toy_plugin,
		(const char *const[]){ "number=1", "number=2", NULL });

	cr_assert_str_eq(vdev_test_why(bad), "option number is given twice");
	vdev_test_close(bad);
}

Test(vdev_kit, a_filled_struct_will_do)
{
	const struct toy_options o = { .number = 3, .text = "x", .output = 5,
				       .input = VDEV_SLOT_NONE };

	vdev_test_close(t);
	t = vdev_test_open_with(&toy_plugin, &o);
	cr_assert_null(vdev_test_why(t));
	cr_assert_eq(vdev_test_waiting(t, "output"), 0);
}

Test(vdev_kit, an_init_that_fails_says_why)
{
	struct vdev_test *bad = vdev_test_open(
		&toy_plugin, (const char *const[]){ "number=13", NULL });

	cr_assert_str_eq(vdev_test_why(bad), "13 is unlucky");
	cr_assert_null(vdev_test_fault(bad));
	vdev_test_close(bad);
	cannot_open("number=14", "init failed");
}

/* ---- faults -------------------------------------------------------------------- */

Test(vdev_kit, an_init_that_fails_without_a_word_is_a_fault)
{
	vdev_test_close(t);
	t = vdev_test_open(&toy_plugin, (const char *const[]){ "number=14", NULL });
	faults_with("fail 0 times");
}

Test(vdev_kit, a_service_outside_of_its_phase_is_a_fault)
{
	vdev_test_close(t);
	t = vdev_test_open(&toy_plugin, (const char *const[]){ "number=15", NULL });
	faults_with("init used irq_set outside of its phase");
}

Test(vdev_kit, rows_that_are_not_declared_are_faults)
{
	does(TOY_WRONG_ROW);
	faults_with("irq_set with row 9 of 1");
}

Test(vdev_kit, ends_that_are_none_are_faults)
{
	does(TOY_END_WRONG);
	faults_with("end with 1 and status 7");
	cr_assert_eq(vdev_test_end(t), VDEV_END_NONE);
}

Test(vdev_kit, a_verdict_that_is_none_is_a_fault)
{
	cr_assert_eq(vdev_test_write(t, 0, TOY_ACT, 4, TOY_NONSENSE), VDEV_BROKEN);
	faults_with("returned 99, which is no verdict");
}

Test(vdev_kit, a_byte_behind_the_state_is_a_fault)
{
	does(TOY_OVERRUN);
	faults_with("access wrote outside of its");
}

Test(vdev_kit, a_byte_before_the_state_is_a_fault)
{
	does(TOY_UNDERRUN);
	faults_with("access wrote outside of its");
}

Test(vdev_kit, a_page_behind_the_state_is_a_crash, .signal = SIGSEGV)
{
	crashes(TOY_FAR_OVERRUN);
}

Test(vdev_kit, a_write_to_the_options_is_a_crash, .signal = SIGSEGV)
{
	crashes(TOY_WRITE_OPTIONS);
}

Test(vdev_kit, another_instance_is_a_fault)
{
	struct vdev_test *other = vdev_test_open(&toy_plugin, NULL);

	toy->other = vdev_test_vdev(other);
	does(TOY_USE_OTHER);
	cr_assert_not_null(vdev_test_fault(other));
	vdev_test_close(other);
}

Test(vdev_kit, a_service_in_fini_is_a_fault)
{
	toy->late = true;
	vdev_test_fini(t);
	faults_with("fini used log outside of its phase");
}

/* ---- the test's own faults ------------------------------------------------------- */

Test(vdev_kit, an_access_after_stop_ends_the_test, .signal = SIGABRT)
{
	vdev_test_stop(t);
	in(TOY_STATUS, 4);
}

Test(vdev_kit, a_stream_that_is_not_there_ends_the_test, .signal = SIGABRT)
{
	vdev_test_waiting(t, "nowhere");
}
