/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vdev-test.h: a host for one vdev, made for tests. No KVM, no guest, no
 * threads, no time of its own: the test sits where the guest, the clock and the
 * other end of each stream are.
 *
 *   vdev_test_open -> vdev_test_start
 *     -> { read, write, advance, stall, feed, event, reset }*
 *     -> vdev_test_stop -> vdev_test_close
 *
 * It does what the real host does before a vdev hears of something: an access
 * that the register table does not allow is REFUSED here, what is STORED is
 * kept here, options are spelt as in a guest's file. And it watches what the
 * real host can't: state and options lie against guard pages, and every rule
 * of vdev.h that the vdev breaks is kept as a fault (vdev_test_fault).
 *
 * A test that breaks the life above, or names a row that is not there, ends
 * with a line on stderr and abort(). The library must never print anything
 * else: what is right is the test's to say.
 *
 * The plug-in's tables are believed. For an object that nobody has looked at
 * yet, there is `vdev-check`.
 *
 * One thread. Nothing is allocated between vdev_test_open and vdev_test_close.
 */
#ifndef QVM_VDEV_TEST_H
#define QVM_VDEV_TEST_H

#include <qvm/vdev.h>

#ifdef __cplusplus
extern "C" {
#endif

struct vdev_test;

/* ---- life ----------------------------------------------------------------- */

/*
 * Makes an instance and calls `init`. `options`: "name=value" texts, the last
 * followed by NULL, spelt as in a guest's file; or NULL: none. Options that are
 * not named have their `unset` value. A chardev option is attached to a stream
 * of the test unless its value is `none`. The texts must live until close.
 *
 * Never NULL. Where an option is wrong or init failed, vdev_test_why() says so
 * and only the queries and vdev_test_close may follow.
 */
struct vdev_test *vdev_test_open(const struct vdev_plugin *plugin,
				 const char *const options[]);

/*
 * The same with a filled option struct of `plugin->options_size` bytes, which
 * is copied. A chardev member is a slot number below 64 or VDEV_SLOT_NONE.
 */
struct vdev_test *vdev_test_open_with(const struct vdev_plugin *plugin,
				      const void *options);

/* Why the instance is not ready, valid until close; NULL: it is ready. */
const char *vdev_test_why(const struct vdev_test *t);

/* The guest is about to run: from here on `now` goes on with the test's clock. */
void vdev_test_start(struct vdev_test *t);

/* Sets STORED registers back and calls `reset`. */
void vdev_test_reset(struct vdev_test *t);

void vdev_test_stop(struct vdev_test *t);

/* Stops if that is due, calls `fini` if init went well, gives all back. Accepts
 * NULL. A fault in here can't be asked for any more: see vdev_test_fini. */
void vdev_test_close(struct vdev_test *t);

/* Stops if that is due and calls `fini`; only queries and close may follow. */
void vdev_test_fini(struct vdev_test *t);

/* ---- the guest ------------------------------------------------------------ */

/*
 * One access at `offset` of window `window`, `width` bytes: 1, 2, 4 or 8. What
 * the tables refuse does not reach the vdev and is VDEV_REFUSED, as an access
 * that leaves the window is. `*value` is set by VDEV_DONE alone, cut to
 * `width`. Phase: start to stop.
 */
enum vdev_verdict vdev_test_read(struct vdev_test *t, uint32_t window,
				 uint32_t offset, uint32_t width,
				 uint64_t *value);
enum vdev_verdict vdev_test_write(struct vdev_test *t, uint32_t window,
				  uint32_t offset, uint32_t width,
				  uint64_t value);

/* The vCPU that the following accesses come from; 0 at first. */
void vdev_test_vcpu(struct vdev_test *t, uint32_t vcpu);

/* The row that holds `offset` and allows such an access, or NULL. */
const struct vdev_reg *vdev_test_find(const struct vdev_test *t,
				      uint32_t window, uint32_t offset,
				      uint32_t width, bool is_write);

/* ---- time ----------------------------------------------------------------- */

/*
 * Lets `ns` pass. Timers that come due fire one by one, each at its time, in
 * the order of their times, those of one time in the order of their rows. 0:
 * only what is due now. Before start, and after stop, the guest's `now` stands
 * still. Expiries of a timer less than a microsecond apart come together.
 */
void vdev_test_advance(struct vdev_test *t, uint64_t ns);

/* The same with a host that was late: each timer that came due fires once, at
 * the end, and its event's count says how often it would have. */
void vdev_test_stall(struct vdev_test *t, uint64_t ns);

/* Wall-clock time, nanoseconds since 1970-01-01 UTC. It advances with the
 * clock; at first it is 2001-09-09 01:46:40. */
void vdev_test_set_wall_clock(struct vdev_test *t, uint64_t ns);

uint64_t vdev_test_now(const struct vdev_test *t);
uint64_t vdev_test_wall_clock(const struct vdev_test *t);

/* Nanoseconds until timer `timer` fires; UINT64_MAX if it is not armed. */
uint64_t vdev_test_timer(const struct vdev_test *t, uint32_t timer);

/* ---- streams; `option` is the name of a chardev option -------------------- */

/*
 * Bytes arrive from the outside; returns how many there was room for. The vdev
 * gets VDEV_EVENT_STREAM_IN where that is due: it runs, and these are the first
 * bytes, or the first ones after a read that found none.
 */
uint32_t vdev_test_feed(struct vdev_test *t, const char *option,
			const void *bytes, uint32_t len);

/* Takes at most `size` of the bytes that the vdev wrote; returns how many. */
uint32_t vdev_test_take(struct vdev_test *t, const char *option, void *bytes,
			uint32_t size);

/* How many bytes wait: to be read by the vdev, or to be taken. */
uint32_t vdev_test_waiting(const struct vdev_test *t, const char *option);

/* What waits is lost, as where the other end has gone. */
void vdev_test_hang_up(struct vdev_test *t, const char *option);

/* Bytes that may wait from now on; at first, and at most, 65536. */
void vdev_test_limit(struct vdev_test *t, const char *option, uint32_t bytes);

/* How many bytes of the vdev a full stream did not take. */
uint64_t vdev_test_dropped(const struct vdev_test *t, const char *option);

/* ---- what the vdev did ---------------------------------------------------- */

/* The level of interrupt `irq`, and how often it rose. */
bool vdev_test_irq(const struct vdev_test *t, uint32_t irq);
uint64_t vdev_test_rises(const struct vdev_test *t, uint32_t irq);

uint64_t vdev_test_counter(const struct vdev_test *t, uint32_t counter);

/* How many lines the vdev has logged, and the latest; "" before the first. No
 * limit of rate is applied. */
uint64_t vdev_test_logged(const struct vdev_test *t);
const char *vdev_test_log(const struct vdev_test *t);

/* The first end that the vdev asked for: enum vdev_end, VDEV_END_NONE if none.
 * The real host would have ended the VM; here the test goes on. */
uint32_t vdev_test_end(const struct vdev_test *t);
uint32_t vdev_test_end_status(const struct vdev_test *t);
const char *vdev_test_end_why(const struct vdev_test *t);

/*
 * The first rule of vdev.h that the vdev broke, as a sentence; NULL if none.
 * The real host ends the VM with status 6 for it. Among them: a service outside
 * of its phase, or with a row that is not declared; a verdict that is none; a
 * byte written behind its state; timers that fire without time passing.
 */
const char *vdev_test_fault(const struct vdev_test *t);

/* Whether a callback has said VDEV_BROKEN. That is no fault by itself. */
bool vdev_test_broken(const struct vdev_test *t);

/* How many callbacks the vdev has had; init is the first. */
uint64_t vdev_test_calls(const struct vdev_test *t);

/* What the latest callback took of this thread's time, nanoseconds. */
uint64_t vdev_test_spent(const struct vdev_test *t);

/* The instance, as the vdev sees it: for a test that looks at its own state. */
struct vdev *vdev_test_vdev(struct vdev_test *t);

/* Hands over any event, whether due or not; kinds unknown to the vdev too.
 * Phase: start to stop. */
enum vdev_verdict vdev_test_event(struct vdev_test *t,
				  const struct vdev_event *event);

#ifdef __cplusplus
}
#endif

#endif
