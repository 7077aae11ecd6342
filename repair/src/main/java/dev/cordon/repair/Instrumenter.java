package dev.cordon.repair;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Plants calls of {@link Probe} into a class: a step at each method entry and backward jump, and,
/// when lines are watched, a mark at each line.
///
/// Own probes instead of the JaCoCo agent: coverage is wanted for each test alone, the step count
/// is needed anyway to end endless loops without losing the process, and nothing has to be fetched.
final class Instrumenter {
    private static final ClassDesc PROBE = ClassDesc.of("dev.cordon.repair.Probe");
    private static final MethodTypeDesc PLAIN = MethodTypeDesc.of(ConstantDescs.CD_void);
    private static final MethodTypeDesc WITH_INT =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    private final ClassFile classFile;

    /// @param resolver finds the project's classes as resources, for the stack maps
    Instrumenter(ClassLoader resolver) {
        this.classFile =
                ClassFile.of(
                        ClassFile.ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(resolver)
                                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /// The class with probes; the class as it was if it cannot be changed.
    ///
    /// @param lines where lines are numbered; absent if lines are not watched
    byte[] instrument(byte[] bytes, Optional<LineTable> lines) {
        try {
            ClassModel model = classFile.parse(bytes);
            String file = sourceFile(model);
            return classFile.transformClass(
                    model,
                    ClassTransform.transformingMethodBodies(
                            CodeTransform.ofStateful(() -> new Planter(file, lines))));
        } catch (IllegalArgumentException _) {
            // A supertype that is not on the class path: the class works without probes too.
            return bytes;
        }
    }

    private static String sourceFile(ClassModel model) {
        String name = model.thisClass().asInternalName();
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        for (var attribute : model.attributes()) {
            if (attribute instanceof SourceFileAttribute source) {
                return folder + source.sourceFile().stringValue();
            }
        }
        return name + ".java";
    }

    private static final class Planter implements CodeTransform {
        private final String file;
        private final Optional<LineTable> lines;
        private final Set<Label> bound = new HashSet<>();

        Planter(String file, Optional<LineTable> lines) {
            this.file = file;
            this.lines = lines;
        }

        @Override
        public void atStart(CodeBuilder code) {
            code.invokestatic(PROBE, "tick", PLAIN);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case LabelTarget target -> {
                    bound.add(target.label());
                    code.with(element);
                }
                case BranchInstruction branch -> {
                    if (bound.contains(branch.target())) {
                        code.invokestatic(PROBE, "tick", PLAIN);
                    }
                    code.with(element);
                }
                case LineNumber number -> {
                    code.with(element);
                    lines.ifPresent(table -> {
                        code.loadConstant(table.number(file, number.line()));
                        code.invokestatic(PROBE, "hit", WITH_INT);
                    });
                }
                case InvokeInstruction call when exits(call) ->
                        code.invokestatic(PROBE, "exit", WITH_INT);
                default -> code.with(element);
            }
        }

        private static boolean exits(InvokeInstruction call) {
            return call.opcode() == Opcode.INVOKESTATIC
                    && call.name().equalsString("exit")
                    && call.owner().asInternalName().equals("java/lang/System");
        }
    }
}
