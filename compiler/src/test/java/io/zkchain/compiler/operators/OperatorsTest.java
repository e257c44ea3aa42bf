package io.zkchain.compiler.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of families: a new one that is not named there would never be used. */
final class OperatorsTest {

  @Test
  void everyFamilyIsListed() throws IOException, URISyntaxException {
    Set<Class<?>> listed = new HashSet<>(Set.of(Expressions.class)); // made by fusion only
    Operators.families().forEach(family -> listed.add(family.getClass()));
    assertThat(implementations()).hasSizeGreaterThan(40).isSubsetOf(listed);
  }

  private static List<Class<?>> implementations() throws IOException, URISyntaxException {
    Class<OperatorFamily> family = OperatorFamily.class;
    Path classes = Path.of(family.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files =
        Files.list(classes.resolve(family.getPackageName().replace('.', '/')))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        Class<?> type = type(family.getPackageName(), file.getFileName().toString());
        if (family.isAssignableFrom(type) && !type.isInterface()) {
          found.add(type);
        }
      }
    }
    return found;
  }

  private static Class<?> type(String packageName, String file) {
    try {
      return Class.forName(packageName + "." + file.substring(0, file.lastIndexOf('.')));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyOperatorHasOneFamily() {
    Set<String> seen = new HashSet<>();
    for (OperatorFamily family : Operators.families()) {
      for (OperatorEntry entry : family.entries()) {
        assertThat(seen.add(entry.operator())).as(entry.operator()).isTrue();
      }
    }
  }
}
