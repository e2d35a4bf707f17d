/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of options: every kind at its bounds, and combinations. What the file's
 * checker would refuse is not tried: the vdev never sees it. Must never take an
 * init that fails for a fault: a vdev may refuse what its tables can't say.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drive.h"

/* A name has at most 63 bytes; so may have the values that are tried. */
enum { VALUE = 64, TEXT = 2 * VALUE, CHOICES = 4 };

/* One value for each row; texts live as long as the check. */
struct choice {
	char text[VDEV_OPTIONS_MAX][TEXT];
	const char *option[VDEV_OPTIONS_MAX + 1];
};

static void word_at(const char *words, uint32_t i, char *to)
{
	while (i-- > 0 && strchr(words, ' ') != NULL)
		words = strchr(words, ' ') + 1;
	snprintf(to, VALUE, "%.*s", (int)strcspn(words, " "), words);
}

static uint32_t count_words(const char *words)
{
	uint32_t n = 1;

	for (; *words != '\0'; words++)
		n += *words == ' ';
	return n;
}

/* A number between the bounds: both of them, and two others. */
static uint64_t number(const struct vdev_option *o, uint32_t i)
{
	uint64_t room = o->max - o->min;

	switch (i % CHOICES) {
	case 0: return o->min;
	case 1: return o->max;
	case 2: return o->min + (room > 0);
	}
	return o->min + room / 2;
}

/* Whole microseconds, which is as fine as a file can say. */
static void spell_duration(const struct vdev_option *o, uint32_t i, char *to)
{
	uint64_t ns = number(o, i), us = ns / 1000;

	us += us * 1000 < o->min;
	snprintf(to, VALUE, "%" PRIu64 "us", us);
}

/* Value `i` of the option, as in a file. */
static void spell(const struct vdev_option *o, uint32_t i, char *to)
{
	static const char *const texts[] = { "", "a", "text=with blanks",
					     "\xc3\xa9\xe2\x82\xac" };

	switch ((enum vdev_option_type)o->type) {
	case VDEV_OPTION_BOOL:
		snprintf(to, VALUE, "%s", i % 2 == 0 ? "false" : "true");
		break;
	case VDEV_OPTION_UINT:
	case VDEV_OPTION_SIZE:
		snprintf(to, VALUE, "%" PRIu64, number(o, i));
		break;
	case VDEV_OPTION_DURATION:
		spell_duration(o, i, to);
		break;
	case VDEV_OPTION_WORD:
		word_at(o->words, i % count_words(o->words), to);
		break;
	case VDEV_OPTION_TEXT:
		snprintf(to, VALUE, "%s", texts[i % CHOICES]);
		break;
	case VDEV_OPTION_CHARDEV:
		snprintf(to, VALUE, "%s", i % 2 == 0 ? "none" : "stdio");
		break;
	case VDEV_OPTION_NONE:
		break;
	}
}

static void name_value(struct choice *c, uint32_t row,
		       const struct vdev_option *o, uint32_t i)
{
	char value[VALUE];

	spell(o, i, value);
	snprintf(c->text[row], TEXT, "%.63s=%.63s", o->name, value);
}

/* A short life with these options. An init that fails must have said so. */
static void live_with(struct job *job, const char *const options[],
		      uint64_t seed)
{
	struct vdev_test *t = vdev_test_open(job->plugin, options);
	struct drive d;

	if (vdev_test_fault(t) != NULL)
		job_fail(job, "%s", vdev_test_fault(t));
	if (vdev_test_why(t) != NULL) {
		vdev_test_close(t);
		return;
	}
	vdev_test_start(t);
	drive_init(&d, job, t, seed);
	drive_round(&d);
	job_close(job, t);
}

static bool is_given(const struct job *job, const char *name)
{
	size_t len = strlen(name);

	for (const char *const *o = job->options; *o != NULL; o++)
		if (strncmp(*o, name, len) == 0 && (*o)[len] == '=')
			return true;
	return false;
}

/* What the user has set stays so; of the others, `dice` chooses. */
static void choose(struct job *job, struct choice *c, struct random *dice)
{
	const struct vdev_plugin *p = job->plugin;
	uint32_t n = 0;

	for (const char *const *o = job->options;
	     *o != NULL && n < VDEV_OPTIONS_MAX; o++)
		c->option[n++] = *o;
	for (uint32_t i = 0; i < p->options.count; i++) {
		const struct vdev_option *o = option_at(p, i);

		if (is_given(job, o->name) || n == VDEV_OPTIONS_MAX)
			continue;
		name_value(c, i, o, (uint32_t)random_next(dice));
		c->option[n++] = c->text[i];
	}
	c->option[n] = NULL;
}

static void each_value_alone(struct job *job, struct choice *c)
{
	const struct vdev_plugin *p = job->plugin;

	for (uint32_t i = 0; i < p->options.count; i++) {
		const struct vdev_option *o = option_at(p, i);
		uint32_t n = o->words != NULL ? count_words(o->words) : CHOICES;

		for (uint32_t k = 0; k < n && !is_given(job, o->name); k++) {
			const char *option[VDEV_OPTIONS_MAX + 2];
			uint32_t m = 0;

			while (job->options[m] != NULL && m < VDEV_OPTIONS_MAX) {
				option[m] = job->options[m];
				m++;
			}
			name_value(c, i, o, k);
			option[m] = c->text[i];
			option[m + 1] = NULL;
			job_doing(job, "with the option %s", c->text[i]);
			live_with(job, option, job->seed);
		}
	}
}

void check_values(struct job *job)
{
	struct choice *c = calloc(1, sizeof(*c));
	uint64_t seed;

	if (c == NULL)
		job_skip(job, "no memory is left");
	if (job->plugin->options.count == 0) {
		free(c);
		return;
	}
	each_value_alone(job, c);
	for (uint32_t i = 0; job_round(job, i, &seed); i++) {
		struct random dice = { seed };

		choose(job, c, &dice);
		job_doing(job, "with a combination of options");
		live_with(job, c->option, seed);
	}
	free(c);
}
