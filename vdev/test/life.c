/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of an instance under test. Must never let a callback run that the
 * phase does not allow: the order of calls is the host's half of the contract.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"

static const uint64_t first_wall_ns = UINT64_C(1000000000) * 1000000000;

void kit_misuse(const char *what)
{
	fprintf(stderr, "vdev-test: %s\n", what);
	abort();
}

static struct vdev_test *make(const struct vdev_plugin *plugin)
{
	struct vdev_test *t = calloc(1, sizeof(*t));

	if (t == NULL)
		kit_misuse("no memory is left");
	t->plugin = plugin;
	t->wall_ns = first_wall_ns;
	t->phase = KIT_INIT;
	kit_pages_init(&t->state, plugin->state_size);
	kit_pages_init(&t->options, plugin->options_size);
	kit_stored_init(t);
	t->vdev = (struct vdev){
		.size = sizeof(t->vdev),
		.host = &kit_host,
		.name = plugin->name,
		.options = t->options.bytes,
		.state = t->state.bytes,
	};
	t->seen = t->vdev;
	return t;
}

static void check_result(struct vdev_test *t, int result)
{
	if (result != 0 && result != -1)
		kit_fault(t, "init returned %d, which is neither 0 nor -1",
			  result);
	else if (result == 0 && t->failed > 0)
		kit_fault(t, "init returned 0 after it had called fail");
	else if (result != 0 && t->failed != 1)
		kit_fault(t, "init failed and called fail %u times, not once",
			  t->failed);
}

static struct vdev_test *prepare(struct vdev_test *t)
{
	int result;

	kit_options_attach(t);
	kit_pages_freeze(&t->options);
	kit_enter(t, "init");
	result = t->plugin->ops->init(&t->vdev);
	kit_leave(t);
	check_result(t, result);
	t->ready = result == 0;
	t->phase = t->ready ? KIT_READY : KIT_CLOSED;
	if (!t->ready && t->why[0] == '\0')
		snprintf(t->why, sizeof(t->why), "init failed");
	return t;
}

struct vdev_test *vdev_test_open(const struct vdev_plugin *plugin,
				 const char *const options[])
{
	struct vdev_test *t = make(plugin);

	if (kit_options_read(t, options))
		return prepare(t);
	t->phase = KIT_CLOSED;
	return t;
}

struct vdev_test *vdev_test_open_with(const struct vdev_plugin *plugin,
				      const void *options)
{
	struct vdev_test *t = make(plugin);

	memcpy(t->options.bytes, options, plugin->options_size);
	return prepare(t);
}

const char *vdev_test_why(const struct vdev_test *t)
{
	return t->ready ? NULL : t->why;
}

void vdev_test_start(struct vdev_test *t)
{
	if (t->phase != KIT_READY)
		kit_misuse("start: the instance is not between init and start");
	t->phase = KIT_RUNNING;
	if (t->plugin->ops->start != NULL) {
		kit_enter(t, "start");
		t->plugin->ops->start(&t->vdev);
		kit_leave(t);
	}
	kit_tell_waiting(t);
}

void vdev_test_reset(struct vdev_test *t)
{
	if (t->phase != KIT_RUNNING)
		kit_misuse("reset: the instance does not run");
	kit_stored_reset(t);
	kit_enter(t, "reset");
	t->plugin->ops->reset(&t->vdev);
	kit_leave(t);
}

void vdev_test_stop(struct vdev_test *t)
{
	if (t->phase != KIT_RUNNING)
		kit_misuse("stop: the instance does not run");
	if (t->plugin->ops->stop != NULL) {
		kit_enter(t, "stop");
		t->plugin->ops->stop(&t->vdev);
		kit_leave(t);
	}
	t->phase = KIT_STOPPED;
}

void vdev_test_fini(struct vdev_test *t)
{
	if (t->phase == KIT_CLOSED)
		return;
	if (t->phase == KIT_RUNNING)
		vdev_test_stop(t);
	t->phase = KIT_STOPPED;
	if (t->plugin->ops->fini != NULL) {
		kit_enter(t, "fini");
		t->plugin->ops->fini(&t->vdev);
		kit_leave(t);
	}
	t->phase = KIT_CLOSED;
}

void vdev_test_close(struct vdev_test *t)
{
	if (t == NULL)
		return;
	vdev_test_fini(t);
	kit_pages_fini(&t->state);
	kit_pages_fini(&t->options);
	kit_stored_fini(t);
	for (uint32_t i = 0; i < KIT_SLOTS; i++)
		free(t->slot[i].byte);
	free(t);
}
