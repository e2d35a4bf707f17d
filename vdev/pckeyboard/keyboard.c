/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the keyboard answers. Every command is a row; a byte without a row is
 * answered, never dropped, because a driver that gets no answer waits for one
 * for as long as half a second.
 */
#include <string.h>

#include "keyboard.h"

/* Commands have this bit, parameters don't: so a command that comes in place
 * of a parameter is known, and takes over. */
enum { IS_COMMAND = 0x80 };

#define SAYS(...) \
	.answer = { __VA_ARGS__ }, .count = sizeof((uint8_t[]){ __VA_ARGS__ })

static const struct command {
	uint8_t answer[KEYBOARD_ANSWER_MAX];
	uint8_t count;
	bool has_parameter;
	bool sets_defaults;
} commands[0x100] = {
	[KEYBOARD_SET_LEDS] = { SAYS(KEYBOARD_ACK), .has_parameter = true },
	[KEYBOARD_ECHO] = { SAYS(KEYBOARD_ECHO) },
	[KEYBOARD_SCAN_SET] = { SAYS(KEYBOARD_ACK), .has_parameter = true },
	[KEYBOARD_IDENTIFY] = { SAYS(KEYBOARD_ACK, KEYBOARD_ID_FIRST,
				     KEYBOARD_ID_SECOND) },
	[KEYBOARD_RATE] = { SAYS(KEYBOARD_ACK), .has_parameter = true },
	[KEYBOARD_ENABLE] = { SAYS(KEYBOARD_ACK) },
	[KEYBOARD_DISABLE] = { SAYS(KEYBOARD_ACK), .sets_defaults = true },
	[KEYBOARD_DEFAULTS] = { SAYS(KEYBOARD_ACK), .sets_defaults = true },
	[KEYBOARD_ALL_REPEAT] = { SAYS(KEYBOARD_ACK) },
	[KEYBOARD_ALL_BREAK] = { SAYS(KEYBOARD_ACK) },
	[KEYBOARD_ALL_MAKE] = { SAYS(KEYBOARD_ACK) },
	[KEYBOARD_ALL_REPEAT_BREAK] = { SAYS(KEYBOARD_ACK) },
	[KEYBOARD_KEY_REPEAT] = { SAYS(KEYBOARD_ACK), .has_parameter = true },
	[KEYBOARD_KEY_BREAK] = { SAYS(KEYBOARD_ACK), .has_parameter = true },
	[KEYBOARD_KEY_MAKE] = { SAYS(KEYBOARD_ACK), .has_parameter = true },
	[KEYBOARD_RESET] = { SAYS(KEYBOARD_ACK, KEYBOARD_PASSED),
			     .sets_defaults = true },
};

static void set_defaults(struct keyboard *k)
{
	k->scan_set = 2;
}

static void answer(struct keyboard *k, uint8_t byte)
{
	k->answer[0] = byte;
	k->count = 1;
}

static void obey(struct keyboard *k, uint8_t code)
{
	const struct command *c = &commands[code];

	k->awaiting = c->has_parameter ? code : 0;
	if (c->sets_defaults)
		set_defaults(k);

	if (code == KEYBOARD_RESEND) {
		answer(k, k->last);
	} else if (c->count == 0) {
		answer(k, KEYBOARD_AGAIN);
	} else {
		memcpy(k->answer, c->answer, sizeof(k->answer));
		k->count = c->count;
	}
}

/* 0 asks for the set; one that is not there has to be sent again. */
static void choose_scan_set(struct keyboard *k, uint8_t set)
{
	if (set > KEYBOARD_SCAN_SETS) {
		answer(k, KEYBOARD_AGAIN);
		return;
	}
	k->awaiting = 0;
	answer(k, KEYBOARD_ACK);
	if (set == 0)
		k->answer[k->count++] = k->scan_set;
	else
		k->scan_set = set;
}

/* There are no lamps to light and no keys to repeat, so lamps and rates go
 * nowhere. A list of keys has no end but the next command. */
static void take_parameter(struct keyboard *k, uint8_t byte)
{
	if (k->awaiting == KEYBOARD_SCAN_SET) {
		choose_scan_set(k, byte);
		return;
	}
	if (k->awaiting == KEYBOARD_SET_LEDS || k->awaiting == KEYBOARD_RATE)
		k->awaiting = 0;
	answer(k, KEYBOARD_ACK);
}

void keyboard_power_on(struct keyboard *k)
{
	*k = (struct keyboard){ .last = KEYBOARD_PASSED };
	set_defaults(k);
}

void keyboard_receive(struct keyboard *k, uint8_t byte)
{
	k->next = 0;
	if (k->awaiting != 0 && (byte & IS_COMMAND) == 0)
		take_parameter(k, byte);
	else
		obey(k, byte);
}

bool keyboard_send(struct keyboard *k, uint8_t *byte)
{
	if (k->next == k->count)
		return false;

	*byte = k->answer[k->next++];
	if (*byte != KEYBOARD_AGAIN)
		k->last = *byte;
	return true;
}
