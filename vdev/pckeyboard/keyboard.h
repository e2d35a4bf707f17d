/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyboard: a keyboard on which nobody types, as its controller sees it.
 *
 * It answers what the system sends [HITR, keyboards, "commands from the
 * system"] and says nothing by itself. The only bytes that it ever has to send
 * are its answer to the last byte it received; the next byte drops what is left
 * of that answer, as a real keyboard stops sending when it is spoken to. So the
 * longest answer is all the room that it needs.
 *
 * Knows nothing of its controller, and must never make a key up.
 */
#ifndef QVM_VDEV_PCKEYBOARD_KEYBOARD_H
#define QVM_VDEV_PCKEYBOARD_KEYBOARD_H

#include <stdbool.h>
#include <stdint.h>

enum {
	KEYBOARD_SET_LEDS = 0xed,
	KEYBOARD_ECHO = 0xee,
	KEYBOARD_SCAN_SET = 0xf0,
	KEYBOARD_IDENTIFY = 0xf2,
	KEYBOARD_RATE = 0xf3,
	KEYBOARD_ENABLE = 0xf4,
	KEYBOARD_DISABLE = 0xf5,
	KEYBOARD_DEFAULTS = 0xf6,
	KEYBOARD_ALL_REPEAT = 0xf7,
	KEYBOARD_ALL_BREAK = 0xf8,
	KEYBOARD_ALL_MAKE = 0xf9,
	KEYBOARD_ALL_REPEAT_BREAK = 0xfa,
	KEYBOARD_KEY_REPEAT = 0xfb,
	KEYBOARD_KEY_BREAK = 0xfc,
	KEYBOARD_KEY_MAKE = 0xfd,
	KEYBOARD_RESEND = 0xfe,
	KEYBOARD_RESET = 0xff,

	KEYBOARD_PASSED = 0xaa, /* what it answers */
	KEYBOARD_ID_FIRST = 0xab,
	KEYBOARD_ID_SECOND = 0x83,
	KEYBOARD_ACK = 0xfa,
	KEYBOARD_AGAIN = 0xfe,
};

enum { KEYBOARD_ANSWER_MAX = 3, KEYBOARD_SCAN_SETS = 3 };

struct keyboard {
	uint8_t answer[KEYBOARD_ANSWER_MAX];
	uint8_t count;    /* bytes of the answer */
	uint8_t next;     /* the first that is not sent yet; up to `count` */
	uint8_t last;     /* sent last, for a resend */
	uint8_t awaiting; /* the command whose parameter is to come, or 0 */
	uint8_t scan_set; /* 1 to KEYBOARD_SCAN_SETS */
};

/* The invariant; for tests. */
static inline bool keyboard_valid(const struct keyboard *k)
{
	return k->count <= KEYBOARD_ANSWER_MAX && k->next <= k->count &&
	       k->scan_set >= 1 && k->scan_set <= KEYBOARD_SCAN_SETS;
}

/* As after power-on, its self test passed and told. */
void keyboard_power_on(struct keyboard *k);

/* A byte from the system: a command, or the parameter of one. */
void keyboard_receive(struct keyboard *k, uint8_t byte);

/* Takes the next byte for the system into `*byte`; false if there is none. */
bool keyboard_send(struct keyboard *k, uint8_t *byte);

#endif
