/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keyboard controller and its keyboard through the calls that their host
 * makes: what the technical reference says, what Linux's drivers do in their
 * order, and what must hold after any access at all.
 */
#include <criterion/criterion.h>

#include "qvm/vdev-test.h"
#include "vdev/pckeyboard/pckeyboard.h"

static struct vdev_test *host;

/* ---- the guest at the ports --------------------------------------------- */

static void setup(void)
{
	host = vdev_test_open(&vdev_plugin, NULL);
	cr_assert_null(vdev_test_why(host));
	vdev_test_start(host);
}

static const struct pckeyboard *chip(void)
{
	return vdev_test_vdev(host)->state;
}

static void check_rules(void)
{
	cr_assert(pckeyboard_valid(chip()));
	cr_assert_null(vdev_test_fault(host), "%s", vdev_test_fault(host));
}

static void teardown(void)
{
	check_rules();
	vdev_test_close(host);
}

TestSuite(pckeyboard, .init = setup, .fini = teardown);

static uint8_t in(uint32_t window)
{
	uint64_t value = 0;

	cr_assert_eq(vdev_test_read(host, window, 0, 1, &value), VDEV_DONE);
	return (uint8_t)value;
}

static enum vdev_verdict out(uint32_t window, uint8_t byte)
{
	return vdev_test_write(host, window, 0, 1, byte);
}

static uint8_t status(void)
{
	return in(PCKEYBOARD_COMMAND);
}

static void command(uint8_t code)
{
	cr_assert_eq(out(PCKEYBOARD_COMMAND, code), VDEV_DONE);
}

static void data(uint8_t byte)
{
	cr_assert_eq(out(PCKEYBOARD_DATA, byte), VDEV_DONE);
}

/* The next byte and its status bits; there must be one. */
static uint8_t expect(uint8_t of_byte)
{
	cr_assert_eq(status() & STATUS_OF_BYTE, STATUS_FULL | of_byte);
	return in(PCKEYBOARD_DATA);
}

static uint8_t ask(uint8_t code)
{
	command(code);
	return expect(0);
}

static void configure(uint8_t control)
{
	command(COMMAND_WRITE_CONTROL);
	data(control);
}

/* Sends `byte` to the keyboard, which answers with these and no more. */
static void keyboard_answers(uint8_t byte, const char *bytes, size_t n)
{
	data(byte);
	for (size_t i = 0; i < n; i++)
		cr_assert_eq(expect(0), (uint8_t)bytes[i],
			     "byte %zu of the answer to %#x", i, byte);
	cr_assert_eq(status() & STATUS_FULL, 0, "%#x has more to say", byte);
}

#define ANSWERS(byte, bytes) keyboard_answers(byte, bytes, sizeof(bytes) - 1)

/* As a driver that knows no translation leaves it. */
static void untranslated(void)
{
	configure(CONTROL_SYSTEM | CONTROL_KBD_IRQ);
}

/* ---- after reset -------------------------------------------------------- */

Test(pckeyboard, it_starts_as_firmware_leaves_it)
{
	cr_assert_eq(status(), STATUS_SYSTEM | STATUS_UNLOCKED);
	cr_assert_not(vdev_test_irq(host, PCKEYBOARD_KBD));
	cr_assert_eq(ask(COMMAND_READ_CONTROL), CONTROL_POWER_ON);
}

Test(pckeyboard, a_reset_takes_everything_back)
{
	configure(CONTROL_KBD_IRQ);
	data(KEYBOARD_IDENTIFY);
	cr_assert(vdev_test_irq(host, PCKEYBOARD_KBD));
	command(COMMAND_FROM_KBD);

	vdev_test_reset(host);
	cr_assert_not(vdev_test_irq(host, PCKEYBOARD_KBD));
	cr_assert_eq(status(), STATUS_SYSTEM | STATUS_UNLOCKED);
	cr_assert_eq(ask(COMMAND_READ_CONTROL), CONTROL_POWER_ON);
	ANSWERS(KEYBOARD_ECHO, "\xee");
}

/* ---- status ------------------------------------------------------------- */

Test(pckeyboard, the_status_tells_a_command_from_data)
{
	command(COMMAND_KBD_ON);
	cr_assert_eq(status() & STATUS_COMMAND, STATUS_COMMAND);
	data(KEYBOARD_ENABLE);
	cr_assert_eq(status() & STATUS_COMMAND, 0);
}

Test(pckeyboard, the_input_buffer_is_never_full)
{
	for (unsigned code = 0; code < COMMAND_PULSE; code++) {
		out(PCKEYBOARD_COMMAND, (uint8_t)code);
		cr_assert_eq(status() & 0x02, 0);
		out(PCKEYBOARD_DATA, 0xff);
		cr_assert_eq(status() & 0x02, 0);
	}
}

Test(pckeyboard, reading_an_empty_buffer_gives_the_last_byte_again)
{
	cr_assert_eq(ask(COMMAND_TEST_SELF), TEST_SELF_PASSED);
	cr_assert_eq(in(PCKEYBOARD_DATA), TEST_SELF_PASSED);
	cr_assert_eq(status() & STATUS_OF_BYTE, 0);
}

/* ---- the controller's commands ------------------------------------------ */

Test(pckeyboard, the_self_test_passes_and_sets_the_system_flag)
{
	configure(0);
	cr_assert_eq(status() & STATUS_SYSTEM, 0);
	cr_assert_eq(ask(COMMAND_TEST_SELF), TEST_SELF_PASSED);
	cr_assert_eq(status() & STATUS_SYSTEM, STATUS_SYSTEM);
}

Test(pckeyboard, the_command_byte_keeps_what_is_written)
{
	for (unsigned control = 0; control < 256; control++) {
		configure((uint8_t)control);
		cr_assert_eq(ask(COMMAND_READ_CONTROL),
			     (control & CONTROL_WRITABLE) | CONTROL_AUX_OFF);
	}
}

Test(pckeyboard, the_keyboard_is_switched_by_its_commands)
{
	command(COMMAND_KBD_OFF);
	cr_assert_eq(ask(COMMAND_READ_CONTROL) & CONTROL_KBD_OFF,
		     CONTROL_KBD_OFF);
	command(COMMAND_KBD_ON);
	cr_assert_eq(ask(COMMAND_READ_CONTROL) & CONTROL_KBD_OFF, 0);
	cr_assert_eq(ask(COMMAND_TEST_KBD), TEST_KBD_PASSED);
}

Test(pckeyboard, a_command_takes_the_place_of_one_that_waits_for_data)
{
	command(COMMAND_WRITE_CONTROL);
	cr_assert_eq(ask(COMMAND_TEST_SELF), TEST_SELF_PASSED);
	ANSWERS(KEYBOARD_ECHO, "\xee");
	cr_assert_eq(ask(COMMAND_READ_CONTROL), CONTROL_POWER_ON);
}

Test(pckeyboard, unknown_commands_are_refused_and_change_nothing)
{
	cr_assert_eq(out(PCKEYBOARD_COMMAND, 0x00), VDEV_REFUSED);
	cr_assert_eq(out(PCKEYBOARD_COMMAND, 0x21), VDEV_REFUSED);
	cr_assert_eq(out(PCKEYBOARD_COMMAND, 0xac), VDEV_REFUSED);
	cr_assert_eq(out(PCKEYBOARD_COMMAND, 0xef), VDEV_REFUSED);
	cr_assert_eq(status() & STATUS_FULL, 0);
	ANSWERS(KEYBOARD_ECHO, "\xee");
}

Test(pckeyboard, a_byte_comes_back_as_if_from_the_keyboard)
{
	command(COMMAND_FROM_KBD);
	data(KEYBOARD_ID_SECOND);
	cr_assert(vdev_test_irq(host, PCKEYBOARD_KBD));
	cr_assert_eq(expect(0), KEYBOARD_ID_SECOND, "untranslated");
}

Test(pckeyboard, an_answer_overwrites_a_byte_that_was_not_read)
{
	command(COMMAND_TEST_KBD);
	command(COMMAND_TEST_SELF);
	cr_assert_eq(vdev_test_counter(host, PCKEYBOARD_LOST), 1);
	cr_assert_eq(expect(0), TEST_SELF_PASSED);
	cr_assert_eq(status() & STATUS_FULL, 0);
}

/* ---- lines of the machine ----------------------------------------------- */

Test(pckeyboard, the_output_port_shows_a20_open_and_no_reset)
{
	cr_assert_eq(ask(COMMAND_READ_OUTPORT), OUTPORT_RUN | OUTPORT_A20);
}

Test(pckeyboard, the_output_port_shows_the_interrupt_of_the_byte_before)
{
	data(KEYBOARD_ECHO);
	cr_assert_eq(ask(COMMAND_READ_OUTPORT),
		     OUTPORT_RUN | OUTPORT_A20 | OUTPORT_KBD_IRQ);
}

Test(pckeyboard, a20_can_be_opened_but_not_shut)
{
	command(COMMAND_WRITE_OUTPORT);
	data(0xdf);
	command(COMMAND_WRITE_OUTPORT);
	cr_assert_eq(out(PCKEYBOARD_DATA, 0xdd), VDEV_REFUSED);
	cr_assert_eq(vdev_test_end(host), VDEV_END_NONE);
}

Test(pckeyboard, the_output_port_resets_the_machine)
{
	command(COMMAND_WRITE_OUTPORT);
	data(0xfe);
	cr_assert_eq(vdev_test_end(host), VDEV_END_RESET);
}

Test(pckeyboard, a_pulse_of_the_reset_line_resets_the_machine)
{
	command(0xfe);
	cr_assert_eq(vdev_test_end(host), VDEV_END_RESET);
}

Test(pckeyboard, pulses_of_other_lines_do_nothing)
{
	for (unsigned code = 0xf1; code <= 0xff; code += 2)
		command((uint8_t)code);
	cr_assert_eq(vdev_test_end(host), VDEV_END_NONE);
}

/* ---- the auxiliary port ------------------------------------------------- */

Test(pckeyboard, the_auxiliary_port_cannot_be_switched_on)
{
	command(COMMAND_AUX_ON);
	cr_assert_eq(ask(COMMAND_READ_CONTROL) & CONTROL_AUX_OFF,
		     CONTROL_AUX_OFF);
	command(COMMAND_AUX_OFF);
	cr_assert_eq(ask(COMMAND_READ_CONTROL) & CONTROL_AUX_OFF,
		     CONTROL_AUX_OFF);
	cr_assert_eq(ask(COMMAND_TEST_AUX), TEST_AUX_NONE);
}

Test(pckeyboard, what_is_sent_to_nobody_times_out)
{
	command(COMMAND_TO_AUX);
	data(0xf2);
	cr_assert_eq(expect(STATUS_AUX | STATUS_TIMEOUT), KEYBOARD_AGAIN);
	ANSWERS(KEYBOARD_ECHO, "\xee");
}

Test(pckeyboard, a_byte_of_the_auxiliary_port_has_its_own_interrupt)
{
	configure(CONTROL_SYSTEM | CONTROL_KBD_IRQ | CONTROL_AUX_IRQ);
	command(COMMAND_FROM_AUX);
	data(0x5a);
	cr_assert(vdev_test_irq(host, PCKEYBOARD_AUX));
	cr_assert_not(vdev_test_irq(host, PCKEYBOARD_KBD));
	cr_assert_eq(expect(STATUS_AUX), 0x5a);
	cr_assert_not(vdev_test_irq(host, PCKEYBOARD_AUX));
}

/* ---- interrupts --------------------------------------------------------- */

Test(pckeyboard, each_byte_of_an_answer_has_an_edge)
{
	data(KEYBOARD_IDENTIFY);
	for (uint64_t n = 1; n <= 3; n++) {
		cr_assert(vdev_test_irq(host, PCKEYBOARD_KBD));
		cr_assert_eq(vdev_test_rises(host, PCKEYBOARD_KBD), n);
		expect(0);
	}
	cr_assert_not(vdev_test_irq(host, PCKEYBOARD_KBD));
}

Test(pckeyboard, without_its_bit_there_is_no_interrupt)
{
	configure(CONTROL_SYSTEM);
	data(KEYBOARD_ECHO);
	cr_assert_not(vdev_test_irq(host, PCKEYBOARD_KBD));
	cr_assert_eq(expect(0), KEYBOARD_ECHO);
}

Test(pckeyboard, an_interrupt_enabled_late_comes_for_the_byte_that_waits)
{
	configure(CONTROL_SYSTEM);
	data(KEYBOARD_ECHO);
	configure(CONTROL_SYSTEM | CONTROL_KBD_IRQ);
	cr_assert(vdev_test_irq(host, PCKEYBOARD_KBD));
}

/* ---- the keyboard ------------------------------------------------------- */

Test(pckeyboard, the_keyboard_answers_every_command)
{
	untranslated();
	ANSWERS(KEYBOARD_RESET, "\xfa\xaa");
	ANSWERS(KEYBOARD_IDENTIFY, "\xfa\xab\x83");
	ANSWERS(KEYBOARD_ECHO, "\xee");
	ANSWERS(KEYBOARD_DEFAULTS, "\xfa");
	ANSWERS(KEYBOARD_DISABLE, "\xfa");
	ANSWERS(KEYBOARD_ENABLE, "\xfa");
	for (uint8_t code = KEYBOARD_ALL_REPEAT;
	     code <= KEYBOARD_ALL_REPEAT_BREAK; code++)
		ANSWERS(code, "\xfa");
}

Test(pckeyboard, parameters_are_answered_too)
{
	ANSWERS(KEYBOARD_SET_LEDS, "\xfa");
	ANSWERS(0x07, "\xfa");
	ANSWERS(KEYBOARD_RATE, "\xfa");
	ANSWERS(0x2b, "\xfa");
	ANSWERS(KEYBOARD_KEY_MAKE, "\xfa");
	ANSWERS(0x11, "\xfa");
	ANSWERS(0x12, "\xfa");
	ANSWERS(KEYBOARD_ENABLE, "\xfa");
	ANSWERS(0x13, "\xfe");
}

Test(pckeyboard, a_command_in_place_of_a_parameter_takes_over)
{
	ANSWERS(KEYBOARD_SET_LEDS, "\xfa");
	ANSWERS(KEYBOARD_ECHO, "\xee");
	ANSWERS(0x02, "\xfe");
}

Test(pckeyboard, the_scan_code_set_is_kept_until_defaults)
{
	untranslated();
	for (int set = 1; set <= KEYBOARD_SCAN_SETS; set++) {
		const char told[] = { (char)KEYBOARD_ACK, (char)set };

		ANSWERS(KEYBOARD_SCAN_SET, "\xfa");
		ANSWERS((uint8_t)set, "\xfa");
		ANSWERS(KEYBOARD_SCAN_SET, "\xfa");
		keyboard_answers(0, told, sizeof(told));
	}
	ANSWERS(KEYBOARD_DEFAULTS, "\xfa");
	ANSWERS(KEYBOARD_SCAN_SET, "\xfa");
	ANSWERS(0, "\xfa\x02");
}

Test(pckeyboard, a_scan_code_set_that_is_not_there_is_asked_for_again)
{
	ANSWERS(KEYBOARD_SCAN_SET, "\xfa");
	ANSWERS(4, "\xfe");
	ANSWERS(3, "\xfa");
}

Test(pckeyboard, translation_reaches_the_keyboards_answers)
{
	ANSWERS(KEYBOARD_IDENTIFY, "\xfa\xab\x41");
	ANSWERS(KEYBOARD_SCAN_SET, "\xfa");
	ANSWERS(0, "\xfa\x41");
}

Test(pckeyboard, nonsense_is_asked_for_again)
{
	ANSWERS(0x00, "\xfe");
	ANSWERS(0x7f, "\xfe");
	ANSWERS(0xf1, "\xfe");
	ANSWERS(0xef, "\xfe");
}

Test(pckeyboard, a_resend_brings_the_last_byte_but_never_a_request)
{
	untranslated();
	ANSWERS(KEYBOARD_RESEND, "\xaa");
	ANSWERS(KEYBOARD_IDENTIFY, "\xfa\xab\x83");
	ANSWERS(KEYBOARD_RESEND, "\x83");
	ANSWERS(0x00, "\xfe");
	ANSWERS(KEYBOARD_RESEND, "\x83");
}

Test(pckeyboard, a_new_command_drops_the_rest_of_the_old_answer)
{
	data(KEYBOARD_IDENTIFY);
	data(KEYBOARD_ECHO);
	cr_assert_eq(expect(0), KEYBOARD_ACK, "it was on its way");
	cr_assert_eq(expect(0), KEYBOARD_ECHO);
	cr_assert_eq(status() & STATUS_FULL, 0);
}

Test(pckeyboard, a_keyboard_that_is_off_keeps_its_answer)
{
	data(KEYBOARD_IDENTIFY);
	command(COMMAND_KBD_OFF);
	cr_assert_eq(expect(0), KEYBOARD_ACK);
	cr_assert_eq(status() & STATUS_FULL, 0);
	command(COMMAND_KBD_ON);
	cr_assert_eq(expect(0), KEYBOARD_ID_FIRST);
}

Test(pckeyboard, speaking_to_the_keyboard_switches_it_on)
{
	command(COMMAND_KBD_OFF);
	ANSWERS(KEYBOARD_ECHO, "\xee");
	cr_assert_eq(ask(COMMAND_READ_CONTROL) & CONTROL_KBD_OFF, 0);
}

/* ---- what Linux does ---------------------------------------------------- */

/* i8042: nothing in the buffer, self test, the command byte twice the same,
 * keyboard off while it writes its own. */
static void linux_takes_the_controller(void)
{
	uint8_t control;

	cr_assert_eq(status() & STATUS_FULL, 0);
	cr_assert_eq(ask(COMMAND_TEST_SELF), TEST_SELF_PASSED);
	control = ask(COMMAND_READ_CONTROL);
	cr_assert_eq(ask(COMMAND_READ_CONTROL), control);
	cr_assert_eq(status() & STATUS_UNLOCKED, STATUS_UNLOCKED);
	cr_assert_eq(control & CONTROL_TRANSLATE, CONTROL_TRANSLATE);
	configure((control | CONTROL_KBD_OFF) & (uint8_t)~CONTROL_KBD_IRQ);
}

Test(pckeyboard, linux_binds_the_keyboard)
{
	linux_takes_the_controller();
	configure(CONTROL_POWER_ON);
	ANSWERS(KEYBOARD_IDENTIFY, "\xfa\xab\x41");
	ANSWERS(KEYBOARD_SET_LEDS, "\xfa");
	ANSWERS(0x00, "\xfa");
	ANSWERS(KEYBOARD_RATE, "\xfa");
	ANSWERS(0x00, "\xfa");
	ANSWERS(KEYBOARD_ENABLE, "\xfa");
	cr_assert_eq(vdev_test_counter(host, PCKEYBOARD_LOST), 0);
}

/* Without ACPI it looks for the port: the loop works, but the bit that
 * switches the port off can't be cleared. */
Test(pckeyboard, linux_finds_no_auxiliary_port)
{
	linux_takes_the_controller();
	command(COMMAND_FROM_AUX);
	data(0x5a);
	cr_assert_eq(expect(STATUS_AUX), 0x5a);
	command(COMMAND_AUX_OFF);
	cr_assert_neq(ask(COMMAND_READ_CONTROL) & CONTROL_AUX_OFF, 0);
	command(COMMAND_AUX_ON);
	cr_assert_neq(ask(COMMAND_READ_CONTROL) & CONTROL_AUX_OFF, 0);
}

/* ---- any access at all -------------------------------------------------- */

Test(pckeyboard, wider_accesses_do_not_reach_it)
{
	uint64_t calls = vdev_test_calls(host);
	uint64_t value;

	for (uint32_t window = 0; window < PCKEYBOARD_WINDOWS; window++) {
		cr_assert_eq(vdev_test_read(host, window, 0, 2, &value),
			     VDEV_REFUSED);
		cr_assert_eq(vdev_test_write(host, window, 0, 4, 0xfe),
			     VDEV_REFUSED);
	}
	cr_assert_eq(vdev_test_calls(host), calls);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* A guest without sense: it may be refused, it must not break anything. */
Test(pckeyboard, any_stream_of_accesses_keeps_the_rules)
{
	uint32_t seed = 0x8042;

	for (int i = 0; i < 1000000; i++) {
		uint32_t random = next_random(&seed);
		uint32_t window = random & 1;

		if ((random >> 1 & 3) == 0)
			in(window);
		else
			cr_assert_neq(out(window, (uint8_t)(random >> 8)),
				      VDEV_BROKEN);
		if (random >> 20 == 0)
			vdev_test_reset(host);
		check_rules();
	}
}

/* Whatever came before, its driver can start again. */
Test(pckeyboard, a_driver_gets_it_back_after_any_stream)
{
	uint32_t seed = 0x60;

	for (int i = 0; i < 10000; i++) {
		uint32_t random = next_random(&seed);

		out(random & 1, (uint8_t)(random >> 8));
		if (random >> 16 & 31)
			continue;
		configure(CONTROL_POWER_ON);
		while ((status() & STATUS_FULL) != 0)
			in(PCKEYBOARD_DATA);
		ANSWERS(KEYBOARD_RESET, "\xfa\xaa");
		ANSWERS(KEYBOARD_IDENTIFY, "\xfa\xab\x41");
	}
}
