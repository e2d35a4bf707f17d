/* SPDX-License-Identifier: Apache-2.0 */
/* The spelling of numbers: what is read, what is shown, what is guessed. */
#include "conf_rig.h"

#include "conf/scalar.h"

TestSuite(conf_number, .init = rig_setup, .fini = rig_teardown);

static void reads(enum field_type type, const char *text, uint64_t value)
{
	uint64_t number = ~value;

	cr_assert_eq(number_read(type, text, &number), NUMBER_OK, "%s", text);
	cr_assert_eq(number, value, "%s is %" PRIu64, text, number);
}

static void refuses(enum field_type type, const char *text)
{
	uint64_t number;

	cr_assert_eq(number_read(type, text, &number), NUMBER_BAD, "%s", text);
}

static void is_too_big(enum field_type type, const char *text)
{
	uint64_t number;

	cr_assert_eq(number_read(type, text, &number), NUMBER_HUGE, "%s", text);
}

static void guesses(enum field_type type, const char *text, const char *guess)
{
	const char *made = number_guess(type, text, &arena);

	cr_assert_not_null(made, "%s", text);
	cr_assert_str_eq(made, guess);
}

Test(conf_number, decimal_and_hexadecimal_are_read)
{
	reads(FIELD_UINT, "0", 0);
	reads(FIELD_UINT, "10", 10);
	reads(FIELD_UINT, "0x1F", 31);
	reads(FIELD_UINT, "0x1f", 31);
	reads(FIELD_ADDRESS, "0x0", 0);
	reads(FIELD_UINT, "18446744073709551615", UINT64_MAX);
	reads(FIELD_UINT, "0xffffffffffffffff", UINT64_MAX);
}

Test(conf_number, what_other_readers_take_otherwise_is_refused)
{
	static const char *const texts[] = {
		"",	"010",	"1_000", "+1",	"-1",  "1e3", "0x",  "0X1",
		"0b1",	"0o17", "1.0",	 "1,0", "1:30", ".5",  "5.",  "0x1_0",
		"1 ",	" 1",	"00",	 "0xg", "٣",   "1K",  "ten",
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		refuses(FIELD_UINT, texts[i]);
}

Test(conf_number, a_number_of_65_bits_is_too_big)
{
	is_too_big(FIELD_UINT, "18446744073709551616");
	is_too_big(FIELD_UINT, "0x10000000000000000");
	is_too_big(FIELD_SIZE, "16777216T");
	is_too_big(FIELD_DURATION, "18446744074s");
	is_too_big(FIELD_UINT, "99999999999999999999999999999999999999");
}

Test(conf_number, sizes_have_units_of_1024)
{
	reads(FIELD_SIZE, "1", 1);
	reads(FIELD_SIZE, "1K", KIB);
	reads(FIELD_SIZE, "256M", 256 * MIB);
	reads(FIELD_SIZE, "2G", 2 * GIB);
	reads(FIELD_SIZE, "16777215T", 16777215 * TIB);
	reads(FIELD_SIZE, "0x1000", 4096);
	reads(FIELD_SIZE, "0T", 0);
}

Test(conf_number, sizes_have_one_spelling_of_each_unit)
{
	static const char *const texts[] = { "1k",  "1KB", "1KiB", "1 K", "1B",
					     "0x1K", "K",   "1.5G", "01K", "1P" };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		refuses(FIELD_SIZE, texts[i]);
}

Test(conf_number, durations_need_a_unit)
{
	reads(FIELD_DURATION, "10ms", 10000000);
	reads(FIELD_DURATION, "2s", 2000000000);
	reads(FIELD_DURATION, "1us", 1000);
	reads(FIELD_DURATION, "0s", 0);
	refuses(FIELD_DURATION, "10");
	refuses(FIELD_DURATION, "0x10ms");
	refuses(FIELD_DURATION, "10m");
	refuses(FIELD_DURATION, "1.5s");
	refuses(FIELD_DURATION, "s");
}

Test(conf_number, a_number_is_shown_with_its_largest_whole_unit)
{
	cr_assert_str_eq(number_show(FIELD_SIZE, 0, &arena), "0");
	cr_assert_str_eq(number_show(FIELD_SIZE, 1000, &arena), "1000");
	cr_assert_str_eq(number_show(FIELD_SIZE, 1536 * MIB, &arena), "1536M");
	cr_assert_str_eq(number_show(FIELD_DURATION, 1500000000, &arena),
			 "1500ms");
	cr_assert_str_eq(number_show(FIELD_DURATION, 5000000000, &arena), "5s");
	cr_assert_str_eq(number_show(FIELD_ADDRESS, 255, &arena), "0xff");
	cr_assert_str_eq(number_show(FIELD_UINT, UINT64_MAX, &arena),
			 "18446744073709551615");
}

Test(conf_number, a_guess_is_what_was_probably_meant)
{
	guesses(FIELD_SIZE, "255MB", "255M");
	guesses(FIELD_SIZE, "2.5G", "2560M");
	guesses(FIELD_SIZE, "64 kib", "64K");
	guesses(FIELD_SIZE, "1_024", "1K");
	guesses(FIELD_UINT, "010", "10");
	guesses(FIELD_UINT, "1e3", "1000");
	guesses(FIELD_UINT, "0XAB", "0xab");
	guesses(FIELD_UINT, "0o17", "15");
	guesses(FIELD_DURATION, "2min", "120s");
	guesses(FIELD_DURATION, "0.5 sec", "500ms");
	guesses(FIELD_DURATION, "10", "10ms` or `10s");
}

Test(conf_number, there_is_no_guess_where_it_would_not_be_exact)
{
	cr_assert_null(number_guess(FIELD_SIZE, "0.3", &arena));
	cr_assert_null(number_guess(FIELD_SIZE, "99999999999999999999G",
				    &arena));
	cr_assert_null(number_guess(FIELD_UINT, "many", &arena));
	cr_assert_null(number_guess(FIELD_UINT, "1e30", &arena));
	cr_assert_null(number_guess(FIELD_UINT, "-1", &arena));
	cr_assert_null(number_guess(FIELD_DURATION, "", &arena));
}

Test(conf_number, what_is_guessed_can_be_read)
{
	static const char *const texts[] = { "255MB", "2.5G",	 "64 kib", "010",
					     "1e3",   "0x1_000", "1'000",  "7b" };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char *guess = number_guess(FIELD_SIZE, texts[i], &arena);
		uint64_t number;

		cr_assert_not_null(guess, "%s", texts[i]);
		cr_assert_eq(number_read(FIELD_SIZE, guess, &number), NUMBER_OK,
			     "%s", guess);
	}
}
