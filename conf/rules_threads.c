/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules about who runs where, with which priority, and within which time.
 * Must never ask the host: a file is right or wrong on any machine.
 */
#include "conf/rules.h"

#include <inttypes.h>

#include "conf/scalar.h"
#include "conf/util/util.h"

/* Below this an ordinary thread can't promise anything. */
#define RT_BOUND_NS UINT64_C(10000000)

/* ---- the threads of a file ------------------------------------------------ */

/* Virtual CPUs first, then the loop, then the guard. */
static size_t thread_count(const struct conf *conf)
{
	return conf->cpus.n + 2;
}

static const struct conf_thread *thread_at(const struct conf *conf, size_t i)
{
	if (i < conf->cpus.n)
		return &conf->cpus.item[i];
	return i == conf->cpus.n ? &conf->threads.loop : &conf->threads.guard;
}

static const char *thread_name(const struct rule_run *run, size_t i)
{
	size_t cpus = run->conf->cpus.n;

	if (i < cpus)
		return arena_printf(run->report->arena, "virtual CPU %zu", i);
	return i == cpus ? "the loop" : "the guard";
}

static bool is_realtime(const struct conf_thread *t)
{
	return t->sched.policy != CONF_POLICY_OTHER;
}

static bool may_run_on(const struct conf_thread *t, uint64_t cpu)
{
	for (size_t i = 0; i < t->affinity.n; i++)
		if (t->affinity.item[i] == cpu)
			return true;
	return t->affinity.n == 0;
}

static bool may_meet(const struct conf_thread *a, const struct conf_thread *b)
{
	for (size_t i = 0; i < a->affinity.n; i++)
		if (may_run_on(b, a->affinity.item[i]))
			return true;
	return a->affinity.n == 0;
}

/* ---- affinity ------------------------------------------------------------- */

static void check_affinity_once(const struct rule_run *run, size_t thread)
{
	const struct conf_thread *t = thread_at(run->conf, thread);
	const struct conf_node *list = node_find(t->node, "affinity");

	for (size_t i = 1; i < t->affinity.n; i++)
		for (size_t k = 0; k < i; k++)
			if (t->affinity.item[i] == t->affinity.item[k]) {
				report_find(run->report, node_place(list),
					    run->name,
					    "the affinity of %s names host "
					    "CPU %" PRIu64 " twice",
					    thread_name(run, thread),
					    t->affinity.item[i])
					->fix = "remove one of them";
				return;
			}
}

void rule_affinity_once(const struct rule_run *run)
{
	for (size_t i = 0; i < thread_count(run->conf); i++)
		if (rule_may_judge(run, thread_at(run->conf, i)->node))
			check_affinity_once(run, i);
}

static bool is_pinned(const struct conf_thread *t)
{
	return t->affinity.n == 1;
}

/* The first virtual CPU before `cpu` that is pinned where it is, or `cpu`. */
static size_t pinned_with(const struct conf *conf, size_t cpu)
{
	const struct conf_thread *t = &conf->cpus.item[cpu];
	size_t i = 0;

	for (; i < cpu; i++)
		if (is_pinned(&conf->cpus.item[i]) &&
		    conf->cpus.item[i].affinity.item[0] == t->affinity.item[0])
			break;
	return i;
}

void rule_pinned_twice(const struct rule_run *run)
{
	const struct conf *conf = run->conf;

	for (size_t i = 0; i < conf->cpus.n; i++) {
		const struct conf_thread *t = &conf->cpus.item[i];
		struct conf_finding *f;
		size_t other;

		if (!is_pinned(t) || !rule_may_judge(run, t->node))
			continue;
		other = pinned_with(conf, i);
		if (other == i)
			continue;
		f = report_find(run->report,
				node_key_place(t->node, "affinity"), run->name,
				"virtual CPU %zu is pinned to host CPU %" PRIu64
				", as virtual CPU %zu is",
				i, t->affinity.item[0], other);
		f->related = node_place(conf->cpus.item[other].node);
		f->fix = "pin it to another one";
	}
}

void rule_idle_keep(const struct rule_run *run)
{
	const struct conf *conf = run->conf;

	if (conf->idle != CONF_IDLE_KEEP)
		return;
	for (size_t i = 0; i < conf->cpus.n; i++) {
		const struct conf_thread *t = &conf->cpus.item[i];
		struct conf_finding *f;

		if (is_pinned(t) || !rule_may_judge(run, t->node))
			continue;
		f = report_find(run->report,
				node_key_place(t->node, "affinity"), run->name,
				"`idle` is keep, and virtual CPU %zu is not "
				"pinned to one host CPU", i);
		f->related = node_key_place(conf->node, "idle");
		f->fix = "give it one with `affinity`, or write `idle: exit`";
	}
}

/* ---- policy and priority -------------------------------------------------- */

static void check_sched(const struct rule_run *run,
			const struct conf_sched *sched)
{
	bool has_priority = node_find(sched->node, "priority") != NULL;

	if (sched->policy != CONF_POLICY_OTHER && !has_priority)
		report_find(run->report, node_place(sched->node), run->name,
			    "a real-time policy has no priority")
			->fix = "add one, for example `priority: 20`";
	if (sched->policy == CONF_POLICY_OTHER && has_priority)
		report_find(run->report,
			    node_key_place(sched->node, "priority"), run->name,
			    "the policy `other` has no priorities")
			->fix = "remove it, or choose `fifo` or `rr`";
}

void rule_sched_priority(const struct rule_run *run)
{
	for (size_t i = 0; i < thread_count(run->conf); i++) {
		const struct conf_sched *s = &thread_at(run->conf, i)->sched;

		if (rule_may_judge(run, s->node))
			check_sched(run, s);
	}
}

/* The thread of the highest priority that the guard may have to wait for, or
 * thread_count(). */
static size_t find_rival(const struct conf *conf)
{
	const struct conf_thread *guard = &conf->threads.guard;
	size_t rival = thread_count(conf);
	uint64_t highest = guard->sched.priority;

	for (size_t i = 0; i <= conf->cpus.n; i++) {
		const struct conf_thread *t = thread_at(conf, i);

		if (!is_realtime(t) || !may_meet(guard, t) ||
		    t->sched.priority < highest ||
		    (rival != thread_count(conf) &&
		     t->sched.priority == highest))
			continue;
		highest = t->sched.priority;
		rival = i;
	}
	return rival;
}

void rule_guard_outranks(const struct rule_run *run)
{
	const struct conf *conf = run->conf;
	const struct conf_thread *guard = &conf->threads.guard;
	size_t i = find_rival(conf);
	const struct conf_thread *rival;
	struct conf_finding *f;

	if (i == thread_count(conf))
		return;
	rival = thread_at(conf, i);
	if (!rule_may_judge(run, node_find(conf->node, "threads")) ||
	    !rule_may_judge(run, node_find(conf->node, "cpus")))
		return;
	f = report_find(run->report,
			node_place(guard->node != NULL ? guard->node
						       : rival->sched.node),
			run->name,
			"%s has priority %" PRIu64
			" on a host CPU where the guard has %s",
			thread_name(run, i), rival->sched.priority,
			is_realtime(guard)
				? arena_printf(run->report->arena, "%" PRIu64,
					       guard->sched.priority)
				: "no real-time policy");
	if (guard->node != NULL)
		f->related = node_place(rival->sched.node);
	finding_fix(run->report, f,
		    "give `threads: guard` a priority above %" PRIu64
		    ", or host CPUs of its own",
		    rival->sched.priority);
}

/* ---- time ----------------------------------------------------------------- */

/* What a thread lacks to keep a short bound, or NULL. */
static const char *thread_lack(const struct conf_thread *t)
{
	if (!is_realtime(t))
		return "no real-time policy";
	return t->affinity.n == 0 ? "no affinity" : NULL;
}

static void check_bound(const struct rule_run *run, const char *key,
			uint64_t bound, size_t first_thread)
{
	const struct conf *conf = run->conf;
	const struct conf_node *limits = conf->limits.node;
	struct arena *arena = run->report->arena;

	if (bound >= RT_BOUND_NS ||
	    !rule_may_judge(run, node_find(limits, key)))
		return;
	for (size_t i = first_thread; i <= conf->cpus.n; i++) {
		const struct conf_thread *t = thread_at(conf, i);
		const char *lack = thread_lack(t);
		struct conf_finding *f;

		if (lack == NULL || !rule_may_judge(run, t->node))
			continue;
		f = report_find(run->report, node_key_place(limits, key),
				run->name, "`%s` is %s, but %s has %s", key,
				number_show(FIELD_DURATION, bound, arena),
				thread_name(run, i), lack);
		if (t->node != NULL)
			f->related = node_place(t->node);
		f->fix = "make it 10ms or more, or give every virtual CPU and "
			 "the loop `affinity` and a real-time `sched`";
		return;
	}
}

/* With idle: keep a virtual CPU is not asked whether it is alive. */
void rule_bound_needs_rt(const struct rule_run *run)
{
	const struct conf *conf = run->conf;
	size_t loop = conf->cpus.n;
	size_t asked = conf->idle == CONF_IDLE_KEEP ? loop : 0;

	check_bound(run, "answer", conf->limits.answer, asked);
	check_bound(run, "vdev-call", conf->limits.vdev_call, 0);
	check_bound(run, "stop", conf->limits.stop, 0);
}

static void check_order(const struct rule_run *run, const char *short_key,
			uint64_t shorter, const char *long_key, uint64_t longer)
{
	const struct conf_node *limits = run->conf->limits.node;
	bool has_short = node_find(limits, short_key) != NULL;
	struct arena *arena = run->report->arena;

	if (shorter <= longer ||
	    !rule_may_judge(run, node_find(limits, short_key)) ||
	    !rule_may_judge(run, node_find(limits, long_key)))
		return;
	report_find(run->report,
		    node_key_place(limits, has_short ? short_key : long_key),
		    run->name, "`%s` is %s, longer than `%s`, which is %s",
		    short_key, number_show(FIELD_DURATION, shorter, arena),
		    long_key, number_show(FIELD_DURATION, longer, arena));
}

void rule_limits_order(const struct rule_run *run)
{
	const struct conf_limits *l = &run->conf->limits;

	check_order(run, "answer", l->answer, "probe", l->probe);
	check_order(run, "vdev-call", l->vdev_call, "answer", l->answer);
}
