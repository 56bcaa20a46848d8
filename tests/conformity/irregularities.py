"""What the decree's own samples do against the decree's own text, form by form.

The samples were typed by people; where sample and rule differ the rule is the law. Each entry
is (rule, why it is so in the sample); a rule not listed here must not be raised by the form.
"""

# Seen only when the words of the sample change, because they fill their column exactly.
LATENT = {
    "1.10": {
        1115: "the authority line is justified, so a shorter one stands left of the name",
        1116: "the authority line is justified; II.7.đ and the other samples centre it",
    },
}

KNOWN = {
    "1.5": {
        207: "Quốc hiệu is 12 pt and Tiêu ngữ 14 pt; the footnote's pairs are 12/13 and 13/14",
        724: "V/v stands at 0 pt under the number; II.5.b asks 6 pt",
    },
    "1.9": {
        201: "the last words (“năm …../.”) were left in Calibri, the file's default",
        901: "the same words are 11 pt, the file's default",
    },
    "3.1": {403: "the copying agency is 14 pt; II.2.b allows 12 to 13"},
    "3.2": {410: "nine underscores under the agency make 0.24 of the line; a third is asked"},
}
