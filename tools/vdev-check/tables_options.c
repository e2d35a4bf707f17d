/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Declarations: the rows of options. Must never find an option good that the
 * host would write outside of the option struct for.
 */
#include <string.h>

#include "tables.h"

static size_t size_of(uint32_t type)
{
	switch ((enum vdev_option_type)type) {
	case VDEV_OPTION_BOOL:
		return sizeof(bool);
	case VDEV_OPTION_WORD:
	case VDEV_OPTION_CHARDEV:
		return sizeof(uint32_t);
	case VDEV_OPTION_UINT:
	case VDEV_OPTION_SIZE:
	case VDEV_OPTION_DURATION:
		return sizeof(uint64_t);
	case VDEV_OPTION_TEXT:
		return sizeof(const char *);
	case VDEV_OPTION_NONE:
		break;
	}
	return 0;
}

static void check_place(struct job *job, const struct vdev_option *o)
{
	const struct vdev_plugin *p = job->plugin;
	size_t size = size_of(o->type);

	if (size == 0)
		job_fail(job, "option `%s` has no type", o->name);
	if (o->offset % size != 0 || p->options_size < size ||
	    o->offset > p->options_size - size)
		job_fail(job, "option `%s` lies outside of the option struct, "
			      "or is not aligned", o->name);
}

/* Names are unique, and so are the bytes. */
static void check_apart_from(struct job *job, const struct vdev_option *o,
			     const struct vdev_option *other)
{
	if (strcmp(o->name, other->name) == 0)
		job_fail(job, "option `%s` is there twice", o->name);
	if (o->offset < other->offset + size_of(other->type) &&
	    other->offset < o->offset + size_of(o->type))
		job_fail(job, "options `%s` and `%s` share their bytes", o->name,
			 other->name);
}

static bool is_number(uint32_t type)
{
	return type == VDEV_OPTION_UINT || type == VDEV_OPTION_SIZE ||
	       type == VDEV_OPTION_DURATION;
}

static void check_meaning(struct job *job, const struct vdev_option *o)
{
	const uint32_t streams = VDEV_STREAM_IN | VDEV_STREAM_OUT;
	bool chardev = o->type == VDEV_OPTION_CHARDEV;

	if ((o->flags & ~(streams | VDEV_REQUIRED)) != 0 || o->reserved != 0)
		job_fail(job, "option `%s` has flags that are not known",
			 o->name);
	if (chardev != ((o->flags & streams) != 0))
		job_fail(job, "option `%s`: a chardev, and only that, says "
			      "which way its bytes go", o->name);
	if (o->unset == NULL && (o->flags & VDEV_REQUIRED) == 0)
		job_fail(job, "option `%s` is neither required nor says what "
			      "it is when unset", o->name);
	if ((o->type == VDEV_OPTION_WORD) != (o->words != NULL))
		job_fail(job, "option `%s`: a word, and only that, has words",
			 o->name);
	if (is_number(o->type) && o->min > o->max)
		job_fail(job, "option `%s` has a minimum above its maximum",
			 o->name);
	if (chardev && (o->flags & VDEV_STREAM_IN) != 0 &&
	    job->plugin->ops->event == NULL)
		job_fail(job, "option `%s` is an input, and there is no event",
			 o->name);
}

static void check_words(struct job *job, const struct vdev_option *o)
{
	const char *words = o->words;

	if (words == NULL)
		return;
	if (words[0] == '\0' || words[0] == ' ' ||
	    words[strlen(words) - 1] == ' ' || strstr(words, "  ") != NULL)
		job_fail(job, "option `%s`: its words are not separated by "
			      "single blanks", o->name);
}

void check_options(struct job *job)
{
	const struct vdev_plugin *p = job->plugin;

	table_check(job, &p->options, VDEV_OPTIONS_MAX,
		    sizeof(struct vdev_option), "options");
	for (uint32_t i = 0; i < p->options.count; i++) {
		const struct vdev_option *o = option_at(p, i);

		job_doing(job, "option row %u", i);
		if (!table_is_name(o->name))
			job_fail(job, "option row %u has no name", i);
		job_doing(job, "option %s", o->name);
		if (!table_is_doc(o->doc))
			job_fail(job, "option `%s` has no doc that ends with a "
				      "full stop", o->name);
		check_place(job, o);
		check_meaning(job, o);
		check_words(job, o);
		for (uint32_t k = 0; k < i; k++)
			check_apart_from(job, o, option_at(p, k));
	}
}
