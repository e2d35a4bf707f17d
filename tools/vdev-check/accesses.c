/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every place of every window, at every width, in both directions, with values
 * that devices trip over. Must never leave out a place because the table has no
 * register there: the host's refusal is part of what is checked.
 */
#include "drive.h"

static void touch(struct job *job, struct vdev_test *t, uint32_t window,
		  uint32_t offset, uint32_t width, bool is_write, uint64_t value)
{
	const char *name = window_at(job->plugin, window)->name;
	bool listed = vdev_test_find(t, window, offset, width, is_write) != NULL;
	uint64_t calls = vdev_test_calls(t);

	job_doing(job, "%s%s+0x%x, %u bytes, value 0x%llx",
		  is_write ? "write to " : "read of ", name, offset, width,
		  (unsigned long long)value);
	if (is_write)
		vdev_test_write(t, window, offset, width, value);
	else
		vdev_test_read(t, window, offset, width, &value);
	job_look(job, t);
	if (!listed && vdev_test_calls(t) != calls)
		job_fail(job, "it heard of an access that no row allows");
}

static void touch_place(struct job *job, struct vdev_test *t, uint32_t window,
			uint32_t offset)
{
	static const uint64_t values[] = {
		0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff,
		0x80000000, UINT64_MAX >> 1, UINT64_C(1) << 63, UINT64_MAX,
		UINT64_C(0xaaaaaaaaaaaaaaaa), UINT64_C(0x5555555555555555),
	};

	for (uint32_t width = 1; width <= 8; width *= 2) {
		touch(job, t, window, offset, width, false, 0);
		for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
			touch(job, t, window, offset, width, true, values[i]);
			touch(job, t, window, offset, width, false, 0);
		}
	}
}

void check_accesses(struct job *job)
{
	struct vdev_test *t = job_open(job);

	vdev_test_start(t);
	for (uint32_t n = 0; n < job->plugin->windows.count; n++)
		for (uint32_t at = 0; at < window_at(job->plugin, n)->size; at++)
			touch_place(job, t, n, at);
	vdev_test_reset(t);
	job_close(job, t);
}
