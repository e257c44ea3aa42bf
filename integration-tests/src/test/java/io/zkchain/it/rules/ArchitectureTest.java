package io.zkchain.it.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Arrows between modules point one way only, and none of their packages depend on each other in a
 * circle.
 */
class ArchitectureTest {
  private static final String ROOT = "io.zkchain";
  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(ROOT);

  /** Package root of a module, the roots it may use, and the third-party packages it may use. */
  @ParameterizedTest
  @CsvSource({
    "circuit,  '',                                                              ''",
    "prover,   circuit,                                                         ''",
    "compiler, circuit prover solidity,                                         ai.onnx"
        + " ai.onnxruntime com.google.protobuf tools.jackson",
    "solidity, prover circuit,                                                  ''",
    "contracts, solidity prover circuit,                                        org.web3j"
        + " tools.jackson org.bouncycastle",
    "examples, circuit prover compiler solidity contracts,                      org.web3j"
        + " tools.jackson",
    "cli,      circuit prover compiler solidity contracts,                      picocli"
        + " tools.jackson com.sun.management",
  })
  void dependsOnlyOnWhatTheArchitectureAllows(String module, String modules, String libraries) {
    List<String> allowed =
        new ArrayList<>(List.of("java..", "jdk..", "org.jspecify..", ROOT + "." + module + ".."));
    words(modules).forEach(name -> allowed.add(ROOT + "." + name + ".."));
    words(libraries).forEach(name -> allowed.add(name + ".."));
    classes()
        .that()
        .resideInAPackage(ROOT + "." + module + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed.toArray(String[]::new)).or(primitives()))
        .allowEmptyShould(true)
        .check(PROJECT);
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(" ")).filter(word -> !word.isEmpty());
  }

  private static DescribedPredicate<JavaClass> primitives() {
    return DescribedPredicate.describe(
        "primitive",
        type ->
            type.getBaseComponentType().isPrimitive()
                || (type.isArray() && type.getPackageName().isEmpty()));
  }

  @Test
  void hasNoCyclesOfPackages() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(resideInAPackage(ROOT + ".cli.."), resideInAPackage(ROOT + ".cli.."))
        .check(PROJECT);
  }

  @Test
  void keepsInternalPackagesInside() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".examples..")
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + "..internal.."))
        .allowEmptyShould(true)
        .check(PROJECT);
  }

  @Test
  void marksEveryPackageNullSafe() {
    List<String> unmarked =
        PROJECT.stream()
            .map(JavaClass::getPackage)
            .filter(p -> p.getName().startsWith(ROOT))
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .distinct()
            .toList();
    assertThat(unmarked).isEmpty();
  }

  @Test
  void seesEveryModule() {
    assertThat(PROJECT.stream().map(c -> c.getPackageName().split("\\.")[2]))
        .contains("circuit", "prover", "compiler", "contracts", "cli");
  }
}
