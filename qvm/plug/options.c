/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From checked values to a vdev's option struct. The offsets come from a
 * description that was compared with the object, and plugin_check has shown
 * that they lie inside. Must never leave an option unset.
 */
#include "qvm/plug/options.h"

#include <string.h>

#include "conf/util/claim.h"
#include "qvm/vm/vm.h"
#include "qvm/plug/rows.h"

static const struct conf_chardev nowhere = { .kind = CONF_CHARDEV_NONE };

static bool is_output(const struct vdev_option *row)
{
	return (row->flags & VDEV_STREAM_OUT) != 0;
}

/* Bytes have come in: the vdev hears of it on the loop's thread. */
static void input_arrived(void *owner)
{
	struct instance *i = owner;
	struct vdev_event event = { .size = sizeof(event),
				    .kind = VDEV_EVENT_STREAM_IN };

	for (event.slot = 0; event.slot < i->n_slot; event.slot++)
		if (i->slot[event.slot].stream->in != NULL)
			instance_event(i, &event);
}

static void operator_left(void *owner)
{
	struct instance *i = owner;

	vm_tell_guard(i->vm, GUARD_ASKS_LEAVE);
}

/*
 * An output and an input that name the same pty, socket or standard streams
 * are one stream of two directions; `pair` is the slot that it already has.
 */
static struct stream *find_pair(struct instance *i,
				const struct conf_chardev *place, bool out)
{
	for (size_t s = 0; s < i->n_stream; s++) {
		const struct stream_spec *spec = &i->stream[s].spec;
		const struct conf_chardev *other = out ? &spec->in : &spec->out;
		const struct conf_chardev *free = out ? &spec->out : &spec->in;

		if (free->kind == CONF_CHARDEV_NONE &&
		    other->kind != CONF_CHARDEV_NONE &&
		    (stream_same_place(other, place) ||
		     (other->kind == CONF_CHARDEV_STDIO &&
		      place->kind == CONF_CHARDEV_STDIO)))
			return &i->stream[s];
	}
	return NULL;
}

static struct stream *take_stream(struct instance *i,
				  const struct conf_chardev *place, bool out)
{
	struct stream *s = find_pair(i, place, out);

	if (s == NULL) {
		s = &i->stream[i->n_stream++];
		s->spec = (struct stream_spec){
			.name = i->vdev.name,
			.run_dir = i->vm->run_dir,
			.out = nowhere,
			.in = nowhere,
			.input = input_arrived,
			.leave = operator_left,
			.owner = i,
		};
	}
	if (out)
		s->spec.out = *place;
	else
		s->spec.in = *place;
	return s;
}

static void plan_slots(struct instance *i, struct arena *arena)
{
	uint32_t rows = i->plugin->options.count;

	i->stream = arena_array(arena, rows, sizeof(*i->stream));
	i->slot = arena_array(arena, rows, sizeof(*i->slot));
	for (uint32_t r = 0; r < rows; r++) {
		const struct vdev_option *row = row_option(i->plugin, r);
		const struct conf_chardev *place =
			&i->plan->option[r].value.chardev;

		if (row->type != VDEV_OPTION_CHARDEV ||
		    place->kind == CONF_CHARDEV_NONE)
			continue;
		i->slot[i->n_slot++].stream =
			take_stream(i, place, is_output(row));
	}
}

static int open_streams(struct instance *i)
{
	int err = 0;

	for (size_t s = 0; s < i->n_stream && err == 0; s++) {
		struct stream_spec spec = i->stream[s].spec;

		err = stream_open(&i->stream[s], &spec);
	}
	return err;
}

#define STORE(at, type, from) \
	do { \
		type value_ = (type)(from); \
		memcpy(at, &value_, sizeof(value_)); \
	} while (0)

static void store(void *at, const struct vdev_option *row,
		  const struct conf_option *o, uint32_t *slot)
{
	switch ((enum vdev_option_type)row->type) {
	case VDEV_OPTION_BOOL:
		STORE(at, bool, o->value.boolean);
		return;
	case VDEV_OPTION_UINT:
	case VDEV_OPTION_SIZE:
	case VDEV_OPTION_DURATION:
		STORE(at, uint64_t, o->value.number);
		return;
	case VDEV_OPTION_WORD:
		STORE(at, uint32_t, o->value.word);
		return;
	case VDEV_OPTION_TEXT:
		STORE(at, const char *, o->value.text);
		return;
	case VDEV_OPTION_CHARDEV:
		if (o->value.chardev.kind == CONF_CHARDEV_NONE)
			STORE(at, uint32_t, VDEV_SLOT_NONE);
		else
			STORE(at, uint32_t, (*slot)++);
		return;
	case VDEV_OPTION_NONE:
		break;
	}
	CANNOT_REACH();
}

int options_apply(struct instance *i, struct arena *arena)
{
	char *options = arena_new(arena, i->plugin->options_size);
	uint32_t slot = 0;

	plan_slots(i, arena);
	for (uint32_t r = 0; r < i->plugin->options.count; r++) {
		const struct vdev_option *row = row_option(i->plugin, r);

		store(options + row->offset, row, &i->plan->option[r], &slot);
	}
	CLAIM(slot == i->n_slot);
	i->vdev.options = options;
	return open_streams(i);
}
