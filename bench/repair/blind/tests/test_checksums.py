import unittest

from checksums import (card_brand, card_ok, iban_ok, isbn10_ok, isbn13_digit, luhn_sum, masked,
                       to_isbn13)


class ChecksumsTest(unittest.TestCase):
    def test_every_second_digit_from_the_right_counts_twice(self):
        self.assertEqual(luhn_sum("11"), 3)
        self.assertEqual(luhn_sum("59"), 10)

    def test_accepts_a_card(self):
        self.assertTrue(card_ok("4111 1111 1111 1111"))
        self.assertTrue(card_ok("5500-0000-0000-0004"))

    def test_refuses_a_card_with_a_wrong_digit(self):
        self.assertFalse(card_ok("4111 1111 1111 1112"))

    def test_refuses_what_is_no_card_number(self):
        self.assertFalse(card_ok("0000"))
        self.assertFalse(card_ok("4111 1111 1111 111x"))
        self.assertFalse(card_ok(""))

    def test_knows_the_brand(self):
        self.assertEqual(card_brand("4111 1111"), "visa")
        self.assertEqual(card_brand("5500 0000"), "mastercard")
        self.assertEqual(card_brand("5100 0000"), "mastercard")
        self.assertEqual(card_brand("3782 8224"), "amex")
        self.assertEqual(card_brand("6011 0000"), "unknown")

    def test_checks_ten_digit_books(self):
        self.assertTrue(isbn10_ok("0-306-40615-2"))
        self.assertTrue(isbn10_ok("0-8044-2957-x"))
        self.assertFalse(isbn10_ok("0-306-40615-3"))

    def test_an_x_stands_only_at_the_end(self):
        self.assertFalse(isbn10_ok("X306406152"))
        self.assertFalse(isbn10_ok("030640615"))

    def test_makes_thirteen_digits_of_ten(self):
        self.assertEqual(to_isbn13("0-306-40615-2"), "9780306406157")
        with self.assertRaises(ValueError):
            to_isbn13("0-306-40615-1")

    def test_the_check_digit_may_be_zero(self):
        self.assertEqual(isbn13_digit("978000000000"), 2)
        self.assertEqual(isbn13_digit("000000000000"), 0)

    def test_checks_accounts(self):
        self.assertTrue(iban_ok("DE89 3704 0044 0532 0130 00"))
        self.assertTrue(iban_ok("gb82 west 1234 5698 7654 32"))
        self.assertFalse(iban_ok("DE89 3704 0044 0532 0130 01"))
        self.assertFalse(iban_ok("DE89"))

    def test_hides_all_but_the_last_four(self):
        self.assertEqual(masked("4111 1111 1111 1234"), "**** **** **** 1234")
        self.assertEqual(masked("378282246310005"), "**** **** ***0 005")
