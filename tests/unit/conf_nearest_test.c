/* SPDX-License-Identifier: Apache-2.0 */
/* "Did you mean": how far words are apart, and when that is near enough. */
#include "conf_rig.h"

#include "conf/keys.h"
#include "conf/nearest.h"

TestSuite(conf_nearest, .init = rig_setup, .fini = rig_teardown);

static size_t distance(const char *a, const char *b)
{
	return nearest_distance(a, strlen(a), b, strlen(b));
}

Test(conf_nearest, a_word_is_no_distance_from_itself)
{
	cr_assert_eq(distance("affinity", "affinity"), 0);
	cr_assert_eq(distance("", ""), 0);
}

Test(conf_nearest, each_slip_counts_once)
{
	cr_assert_eq(distance("devices", "device"), 1, "dropped");
	cr_assert_eq(distance("device", "devices"), 1, "added");
	cr_assert_eq(distance("devices", "devizes"), 1, "changed");
	cr_assert_eq(distance("devices", "deivces"), 1, "swapped");
	cr_assert_eq(distance("ram", ""), 3);
	cr_assert_eq(distance("memory", "memroyx"), 2);
}

Test(conf_nearest, a_word_too_long_to_be_a_slip_is_far_from_all)
{
	char word[NEAREST_LEN_MAX + 2];

	memset(word, 'a', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	cr_assert_eq(distance(word, word), SIZE_MAX);
	word[NEAREST_LEN_MAX] = '\0';
	cr_assert_eq(distance(word, word), 0);
}

Test(conf_nearest, short_words_must_be_nearer)
{
	cr_assert(!nearest_is_close(1, 1));
	cr_assert(nearest_is_close(1, 2));
	cr_assert(!nearest_is_close(2, 3));
	cr_assert(nearest_is_close(2, 5));
	cr_assert(nearest_is_close(3, 8));
	cr_assert(!nearest_is_close(4, 12));
}

Test(conf_nearest, keys_of_other_systems_are_known)
{
	cr_assert_str_eq(record_nearest(&keys_device, "intr"), "irq");
	cr_assert_str_eq(record_nearest(&keys_device, "loc"), "at");
	cr_assert_str_eq(record_nearest(&keys_root, "cpu"), "cpus");
	cr_assert_str_eq(record_nearest(&keys_root, "memroy"), "memory");
	cr_assert_null(record_nearest(&keys_root, "zzz"));
}

Test(conf_nearest, a_number_held_free_is_no_word)
{
	cr_assert_eq(words_find("abort - ignore", "ignore"), 2);
	cr_assert_eq(words_find("abort - ignore", "-"), WORD_NONE);
	cr_assert_eq(words_find("abort - ignore", ""), WORD_NONE);
	cr_assert_eq(words_find("abort - ignore", "abor"), WORD_NONE);
	cr_assert_str_eq(words_show("abort - ignore", &arena),
			 "`abort` or `ignore`");
	cr_assert_str_eq(words_show("a b c", &arena), "`a`, `b` or `c`");
}
