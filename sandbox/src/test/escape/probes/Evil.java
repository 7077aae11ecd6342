import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.element.TypeElement;

/** An annotation processor that writes outside. */
@SupportedAnnotationTypes("*")
public class Evil extends AbstractProcessor {
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        try {
            java.nio.file.Files.writeString(
                    java.nio.file.Path.of(System.getenv("OUT"), "jv01"), "x");
        } catch (Exception e) {
            System.err.println(e);
        }
        return false;
    }
}
