import random
import unittest

import checksums
import checksums_original
from checksums import card_brand, card_ok, iban_ok, isbn10_ok, isbn13_digit, luhn_sum, masked, to_isbn13
from compare import same


class ChecksumsHeldOutTest(unittest.TestCase):
    def test_cards(self):
        self.assertEqual(luhn_sum(""), 0)
        self.assertEqual(luhn_sum("50"), 1)
        self.assertEqual(luhn_sum("90"), 9)
        self.assertTrue(card_ok("378282246310005"))
        self.assertTrue(card_ok("0" * 12))
        self.assertTrue(card_ok("0" * 19))
        self.assertFalse(card_ok("0" * 11))
        self.assertFalse(card_ok("0" * 20))

    def test_brands(self):
        self.assertEqual(card_brand("56"), "unknown")
        self.assertEqual(card_brand("50"), "unknown")
        self.assertEqual(card_brand("55"), "mastercard")
        self.assertEqual(card_brand("34"), "amex")
        self.assertEqual(card_brand("35"), "unknown")
        self.assertRaises(ValueError, card_brand, "")

    def test_books(self):
        self.assertFalse(isbn10_ok(""))
        self.assertTrue(isbn10_ok("0000000000"))
        self.assertFalse(isbn10_ok("00000000000"))
        self.assertFalse(isbn10_ok("030640615a"))
        self.assertEqual(isbn13_digit("978030640615"), 7)
        self.assertEqual(to_isbn13("080442957X"), "9780804429573")

    def test_accounts_and_masks(self):
        self.assertFalse(iban_ok(""))
        self.assertFalse(iban_ok("DE89-3704"))
        self.assertTrue(iban_ok("FR14 2004 1010 0505 0001 3M02 606"))
        self.assertEqual(masked("1234"), "1234")
        self.assertEqual(masked("12"), "12")
        self.assertEqual(masked("12345"), "*234 5")

    def test_agrees_with_the_original(self):
        random.seed(25)
        for _ in range(3000):
            digits = "".join(random.choice("0123456789") for _ in range(random.randrange(1, 21)))
            same(self, checksums_original, checksums, "luhn_sum", digits)
            same(self, checksums_original, checksums, "card_ok", digits)
            same(self, checksums_original, checksums, "card_brand", digits)
            same(self, checksums_original, checksums, "masked", digits)
            same(self, checksums_original, checksums, "isbn13_digit", digits[:12])
            book = "".join(random.choice("0123456789") for _ in range(9)) + random.choice("0123456789Xx-")
            same(self, checksums_original, checksums, "isbn10_ok", book)
            same(self, checksums_original, checksums, "to_isbn13", book)
            account = random.choice(("DE", "gb", "X1", "1")) + digits + random.choice(("", " ", "A", "-"))
            same(self, checksums_original, checksums, "iban_ok", account)
