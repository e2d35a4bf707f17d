/* SPDX-License-Identifier: Apache-2.0 */
/* Spans at both ends of the address space, where `at + len` would wrap. */
#include "conf/util/range.h"

#include <criterion/criterion.h>

static struct range span(uint64_t at, uint64_t len)
{
	return (struct range){ at, len };
}

Test(range, an_empty_span_is_none)
{
	cr_expect_not(range_ok(span(0, 0)));
	cr_expect_not(range_ok(span(0x1000, 0)));
	cr_expect_not(range_ok(span(UINT64_MAX, 0)));
}

Test(range, a_span_may_end_at_the_very_top)
{
	cr_expect(range_ok(span(UINT64_MAX, 1)));
	cr_expect(range_ok(span(UINT64_MAX - 0xfff, 0x1000)));
	cr_expect(range_ok(span(1, UINT64_MAX)));
	cr_expect(range_ok(span(0, UINT64_MAX)));
}

Test(range, a_span_that_wraps_is_refused)
{
	cr_expect_not(range_ok(span(UINT64_MAX, 2)));
	cr_expect_not(range_ok(span(UINT64_MAX - 0xffe, 0x1000)));
	cr_expect_not(range_ok(span(2, UINT64_MAX)));
}

Test(range, the_last_address_of_the_topmost_span_does_not_wrap)
{
	cr_expect_eq(range_last(span(0, 1)), 0);
	cr_expect_eq(range_last(span(UINT64_MAX, 1)), UINT64_MAX);
	cr_expect_eq(range_last(span(UINT64_MAX - 0xfff, 0x1000)), UINT64_MAX);
	cr_expect_eq(range_last(span(1, UINT64_MAX)), UINT64_MAX);
}

Test(range, touching_spans_do_not_meet)
{
	struct range low = span(0, 0x1000), high = span(0x1000, 0x1000);

	cr_expect_not(range_meets(low, high));
	cr_expect_not(range_meets(high, low));
}

Test(range, spans_that_share_one_byte_meet)
{
	struct range low = span(0, 0x1001), high = span(0x1000, 0x1000);

	cr_expect(range_meets(low, high));
	cr_expect(range_meets(high, low));
	cr_expect(range_meets(low, low));
}

Test(range, the_topmost_byte_can_be_shared)
{
	struct range top = span(UINT64_MAX, 1);

	cr_expect(range_meets(top, span(UINT64_MAX - 0xfff, 0x1000)));
	cr_expect(range_meets(span(1, UINT64_MAX), top));
	cr_expect_not(range_meets(top, span(0, UINT64_MAX)));
	cr_expect_not(range_meets(span(0, 1), top));
}

Test(range, a_span_holds_itself_and_what_lies_inside)
{
	struct range outer = span(0x1000, 0x1000);

	cr_expect(range_holds(outer, outer));
	cr_expect(range_holds(outer, span(0x1000, 1)));
	cr_expect(range_holds(outer, span(0x1fff, 1)));
	cr_expect_not(range_holds(outer, span(0xfff, 1)));
	cr_expect_not(range_holds(outer, span(0x2000, 1)));
	cr_expect_not(range_holds(outer, span(0x1fff, 2)));
	cr_expect_not(range_holds(outer, span(0xfff, 0x1002)));
}

Test(range, the_topmost_span_holds_its_end)
{
	struct range top = span(UINT64_MAX - 0xfff, 0x1000);

	cr_expect(range_holds(top, span(UINT64_MAX, 1)));
	cr_expect(range_holds(span(1, UINT64_MAX), top));
	cr_expect_not(range_holds(top, span(UINT64_MAX - 0x1000, 0x1001)));
}

Test(range, an_address_is_inside_up_to_the_last)
{
	cr_expect(range_has(span(0x10, 0x10), 0x10));
	cr_expect(range_has(span(0x10, 0x10), 0x1f));
	cr_expect_not(range_has(span(0x10, 0x10), 0xf));
	cr_expect_not(range_has(span(0x10, 0x10), 0x20));
	cr_expect(range_has(span(UINT64_MAX, 1), UINT64_MAX));
	cr_expect_not(range_has(span(UINT64_MAX, 1), 0));
}

Test(range, a_span_between_two_addresses_has_both)
{
	struct range r = range_between(0x10, 0x1f);

	cr_expect_eq(r.at, 0x10);
	cr_expect_eq(r.len, 0x10);
	cr_expect_eq(range_between(7, 7).len, 1);
	cr_expect_eq(range_last(range_between(1, UINT64_MAX)), UINT64_MAX);
}

Test(range, alignment_goes_down_and_up)
{
	cr_expect_eq(align_down(0x1fff, 0x1000), 0x1000);
	cr_expect_eq(align_down(0x1000, 0x1000), 0x1000);
	cr_expect_eq(align_up(0x1001, 0x1000), 0x2000);
	cr_expect_eq(align_up(0x1000, 0x1000), 0x1000);
	cr_expect_eq(align_up(0, 0x1000), 0);
	cr_expect_eq(align_down(UINT64_MAX, UINT64_C(1) << 63), UINT64_C(1) << 63);
}

Test(range, rounding_up_at_the_top_wraps_to_zero)
{
	cr_expect_eq(align_up(UINT64_MAX, 0x1000), 0);
	cr_expect_eq(align_up(UINT64_MAX - 0xffe, 0x1000), 0);
	cr_expect_eq(align_up(UINT64_MAX - 0xfff, 0x1000), UINT64_MAX - 0xfff);
}

Test(range, what_is_aligned_is_told)
{
	cr_expect(is_aligned(0, 0x1000));
	cr_expect(is_aligned(0x3000, 0x1000));
	cr_expect_not(is_aligned(0x3008, 0x1000));
	cr_expect(is_aligned(0x3008, 8));
	cr_expect(is_aligned(0x3007, 1));
}
