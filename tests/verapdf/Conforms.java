import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Conforms PROFILE FILE…: one line for each file, "yes" or the rules it breaks. */
public class Conforms {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        String standard = arguments[0];
        for (int i = 1; i < arguments.length; i++) {
            System.out.println(check(standard, arguments[i]));
        }
    }

    private static String check(String standard, String path) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(standard);
        try (InputStream file = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            PDFAValidator validator =
                    Foundries.defaultInstance().createValidator(profile(standard), 100, false, false, false);
            ValidationResult result = validator.validate(parser);
            return result.isCompliant() ? "yes" : broken(result).toString();
        }
    }

    /** The profiles are files in the jar: PDFA-2A.xml, PDFUA-1.xml. */
    private static ValidationProfile profile(String standard) throws Exception {
        String name = standard.startsWith("ua")
                ? "PDFUA-" + standard.substring(2).toUpperCase()
                : "PDFA-" + standard.toUpperCase();
        String place = "org/verapdf/pdfa/validation/" + name + ".xml";
        try (InputStream xml = Conforms.class.getClassLoader().getResourceAsStream(place)) {
            return Profiles.profileFromXml(xml);
        }
    }

    private static Map<String, Integer> broken(ValidationResult result) {
        Map<String, Integer> counts = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-"
                        + assertion.getRuleId().getTestNumber() + " " + assertion.getMessage();
                counts.merge(rule, 1, Integer::sum);
            }
        }
        return counts;
    }
}
