/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog on a host that is made for tests: no KVM, no guest, and no
 * waiting, since the clock is the test's.
 */
#include <qvm/vdev-test.h>
#include <stdio.h>
#include <stdlib.h>

enum { LOAD = 0x0, FEED = 0x4, STATE = 0x8, LEFT = 0xc };
enum { RUNNING = 0x1, BARKING = 0x2 };

#define KEY 0x0d06f00d
#define MS UINT64_C(1000000)

/* As assert(), whatever NDEBUG says. */
#define CHECK(claim) \
	((claim) ? (void)0 : failed(__FILE__, __LINE__, #claim))

static void failed(const char *file, int line, const char *claim)
{
	fprintf(stderr, "%s:%d: %s\n", file, line, claim);
	exit(1);
}

static uint64_t in(struct vdev_test *t, uint32_t at)
{
	uint64_t value = 0;

	CHECK(vdev_test_read(t, 0, at, 4, &value) == VDEV_DONE);
	return value;
}

static enum vdev_verdict out(struct vdev_test *t, uint32_t at, uint64_t value)
{
	return vdev_test_write(t, 0, at, 4, value);
}

static void sleeps_until_it_is_fed(struct vdev_test *t)
{
	CHECK(in(t, LOAD) == 2000);
	vdev_test_advance(t, 60000 * MS);
	CHECK(in(t, STATE) == 0);
	CHECK(vdev_test_end(t) == VDEV_END_NONE);
}

static void lives_while_it_is_fed(struct vdev_test *t)
{
	for (int i = 0; i < 100; i++) {
		CHECK(out(t, FEED, KEY) == VDEV_DONE);
		vdev_test_advance(t, 1999 * MS);
		CHECK(in(t, LEFT) == 1);
	}
	CHECK(in(t, STATE) == RUNNING);
	CHECK(vdev_test_rises(t, 0) == 0);
}

static void barks_and_forgives(struct vdev_test *t)
{
	out(t, FEED, KEY);
	vdev_test_advance(t, 2000 * MS);
	CHECK(in(t, STATE) == (RUNNING | BARKING));
	CHECK(vdev_test_irq(t, 0));
	CHECK(in(t, LEFT) == 2000);
	out(t, FEED, KEY);
	CHECK(in(t, STATE) == RUNNING);
	CHECK(!vdev_test_irq(t, 0));
}

static void ends_what_starves_it(struct vdev_test *t)
{
	out(t, FEED, KEY);
	vdev_test_advance(t, 3999 * MS);
	CHECK(vdev_test_end(t) == VDEV_END_NONE);
	vdev_test_advance(t, 1 * MS);
	CHECK(vdev_test_end(t) == VDEV_END_WATCHDOG);
}

static void ends_late_where_the_host_is_late(struct vdev_test *t)
{
	out(t, FEED, KEY);
	vdev_test_stall(t, 9000 * MS);
	CHECK(vdev_test_end(t) == VDEV_END_WATCHDOG);
}

static void refuses_nonsense(struct vdev_test *t)
{
	CHECK(out(t, FEED, KEY + 1) == VDEV_REFUSED);
	CHECK(out(t, LOAD, 0) == VDEV_REFUSED);
	CHECK(out(t, LOAD, 5) == VDEV_DONE);
	CHECK(out(t, FEED, KEY) == VDEV_DONE);
	CHECK(out(t, LOAD, 9) == VDEV_REFUSED);
	CHECK(in(t, LOAD) == 5);
}

static void forgets_at_reset(struct vdev_test *t)
{
	out(t, LOAD, 5);
	out(t, FEED, KEY);
	vdev_test_advance(t, 5 * MS);
	vdev_test_reset(t);
	CHECK(in(t, STATE) == 0 && in(t, LOAD) == 2000);
	CHECK(!vdev_test_irq(t, 0));
	vdev_test_advance(t, 60000 * MS);
	CHECK(vdev_test_end(t) == VDEV_END_NONE);
}

/* Each test has a device of its own; none may break a rule of vdev.h. */
static void run(const char *name, void (*test)(struct vdev_test *t))
{
	const char *const options[] = { "timeout=2s", NULL };
	struct vdev_test *t = vdev_test_open(&vdev_plugin, options);

	CHECK(vdev_test_why(t) == NULL);
	vdev_test_start(t);
	test(t);
	vdev_test_fini(t);
	CHECK(vdev_test_fault(t) == NULL);
	vdev_test_close(t);
	printf("ok %s\n", name);
}

int main(void)
{
	run("sleeps-until-it-is-fed", sleeps_until_it_is_fed);
	run("lives-while-it-is-fed", lives_while_it_is_fed);
	run("barks-and-forgives", barks_and_forgives);
	run("ends-what-starves-it", ends_what_starves_it);
	run("ends-late-where-the-host-is-late", ends_late_where_the_host_is_late);
	run("refuses-nonsense", refuses_nonsense);
	run("forgets-at-reset", forgets_at_reset);
	return 0;
}
