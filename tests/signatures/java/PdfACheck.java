import java.io.FileInputStream;
import java.io.InputStream;
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

/** Prints one line a file and flavour: "2a pass FILE" or "2a fail FILE: rules". */
public class PdfACheck {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (String id : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.fromString(id);
            for (int index = 1; index < arguments.length; index++) {
                System.out.println(check(flavour, id, arguments[index]));
            }
        }
    }

    private static String check(PDFAFlavour flavour, String id, String file) throws Exception {
        String kind = id.startsWith("ua") ? "PDFUA-" : "PDFA-";
        String name = kind + id.replace("ua", "").toUpperCase() + ".xml";
        String path = "org/verapdf/pdfa/validation/" + name;
        ClassLoader loader = Profiles.class.getClassLoader();
        try (InputStream rules = loader.getResourceAsStream(path);
                InputStream pdf = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(pdf, flavour)) {
            ValidationProfile profile = Profiles.profileFromXml(rules);
            PDFAValidator validator =
                    Foundries.defaultInstance().createValidator(profile, 100, false, false, false);
            ValidationResult result = validator.validate(parser);
            if (result.isCompliant()) {
                return id + " pass " + file;
            }
            TreeMap<String, Integer> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-"
                            + assertion.getRuleId().getTestNumber() + " " + assertion.getMessage();
                    broken.merge(rule, 1, Integer::sum);
                }
            }
            return id + " fail " + file + ": " + broken;
        }
    }
}
