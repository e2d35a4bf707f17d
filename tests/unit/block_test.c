/* SPDX-License-Identifier: Apache-2.0 */
/* The shared page: one end, said once, seen from another process. */
#include "safety/block.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool printf_like(4, 5) say(struct block *b, enum end_reason reason,
				  uint32_t status, const char *format, ...)
{
	va_list args;
	bool first;

	va_start(args, format);
	first = block_say_end(b, reason, status, format, args);
	va_end(args);
	return first;
}

static unsigned word(const struct block *b)
{
	return atomic_load(&b->end.word);
}

Test(block, a_new_one_says_nothing)
{
	struct block *b = block_new();

	cr_assert_not_null(b);
	cr_expect_not(block_has_end(b));
	cr_expect_eq(word(b), BLOCK_WORD_NONE);
	cr_expect_eq(atomic_load(&b->phase), BLOCK_ASSEMBLE);
	for (size_t i = 0; i < BLOCK_THREADS_MAX; i++)
		cr_expect_eq(atomic_load(&b->thread[i].in_vdev), 0);
}

Test(block, what_is_said_can_be_read)
{
	struct block *b = block_new();

	cr_expect(say(b, END_RESET, 8, "port 0x%x", 0x600));
	cr_expect(block_has_end(b));
	cr_expect_eq(word(b), BLOCK_WORD_SAID);
	cr_expect_eq(b->end.reason, END_RESET);
	cr_expect_eq(b->end.status, 8);
	cr_expect_str_eq(b->end.text, "port 0x600");
}

Test(block, the_first_end_stands)
{
	struct block *b = block_new();

	cr_expect(say(b, END_RESET, 8, "first"));
	cr_expect_not(say(b, END_OFF, 0, "second"));
	cr_expect_eq(b->end.reason, END_RESET);
	cr_expect_eq(b->end.status, 8);
	cr_expect_str_eq(b->end.text, "first");
}

Test(block, long_words_are_cut)
{
	struct block *b = block_new();
	char text[1000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	cr_expect(say(b, END_OFF, 0, "%s", text));
	cr_expect_eq(strlen(b->end.text), BLOCK_TEXT_MAX - 1);
}

static void *say_it(void *arg)
{
	struct block *b = arg;

	return say(b, END_OFF, 0, "one of many") ? b : NULL;
}

Test(block, of_many_that_speak_at_once_one_is_heard)
{
	struct block *b = block_new();
	pthread_t thread[8];
	unsigned first = 0;
	void *won;

	for (size_t i = 0; i < ARRAY_LEN(thread); i++)
		cr_assert_eq(pthread_create(&thread[i], NULL, say_it, b), 0);
	for (size_t i = 0; i < ARRAY_LEN(thread); i++) {
		pthread_join(thread[i], &won);
		first += won != NULL;
	}
	cr_expect_eq(first, 1);
	cr_expect_eq(word(b), BLOCK_WORD_SAID);
}

Test(block, another_process_sees_it)
{
	struct block *b = block_new();
	pid_t pid = fork();

	if (pid == 0) {
		say(b, END_TRIPLE_FAULT, 9, "told by a child");
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	cr_expect(block_has_end(b));
	cr_expect_str_eq(b->end.text, "told by a child");
}

/* No vCPU shall wait for the line of another. */
Test(block, each_thread_has_a_cache_line_of_its_own)
{
	struct block *b = block_new();

	cr_expect_eq(sizeof(b->thread[0]) % 64, 0);
	cr_expect_eq((uintptr_t)&b->thread[0] % 64, 0);
}
