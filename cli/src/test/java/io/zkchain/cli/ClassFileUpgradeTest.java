package io.zkchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClassFileUpgradeTest {
  @TempDir private Path folder;

  private Path copyOfParser() throws Exception {
    URI source = CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Files.copy(Path.of(source), folder.resolve("parser.jar"));
  }

  private static Map<String, byte[]> entries(Path jar) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  @Test
  void everyOldClassIsRewrittenAndNothingElse() throws Exception {
    Path jar = copyOfParser();
    Map<String, byte[]> before = entries(jar);
    ClassFileUpgrade.main(new String[] {folder.toString()});
    Map<String, byte[]> after = entries(jar);
    assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
    assertThat(before.entrySet())
        .anyMatch(entry -> ClassFileUpgrade.isOld(entry.getKey(), entry.getValue()));
    after.forEach((name, bytes) -> {
      assertThat(ClassFileUpgrade.isOld(name, bytes)).as(name).isFalse();
      byte[] former = Objects.requireNonNull(before.get(name));
      if (!ClassFileUpgrade.isOld(name, former)) {
        assertThat(bytes).as(name).isEqualTo(former);
      }
    });
    assertThat(folder).isDirectoryContaining(jar::equals);
  }

  @Test
  void theRewrittenClassesVerify() throws Exception {
    Path jar = copyOfParser();
    ClassFileUpgrade.upgrade(jar);
    var urls = new URL[] {jar.toUri().toURL()};
    int loaded = 0;
    try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      for (String name : entries(jar).keySet()) {
        // Its optional companion for Groovy needs that.
        if (name.startsWith("picocli/") && name.endsWith(".class") && !name.contains("groovy")) {
          String type = name.substring(0, name.length() - 6).replace('/', '.');
          Class<?> linked = Class.forName(type, true, loader); // initialising verifies
          assertThat(linked.getClassLoader()).isSameAs(loader);
          loaded++;
        }
      }
    }
    assertThat(loaded).isGreaterThan(100);
  }

  @Test
  void whatIsNotOldOrSignedStays() throws Exception {
    Path jar = copyOfParser();
    ClassFileUpgrade.upgrade(jar);
    byte[] upgraded = Files.readAllBytes(jar);
    ClassFileUpgrade.upgrade(jar);
    assertThat(Files.readAllBytes(jar)).isEqualTo(upgraded);

    Path signed = folder.resolve("signed.jar");
    try (var zip = new ZipOutputStream(Files.newOutputStream(signed))) {
      zip.putNextEntry(new ZipEntry("META-INF/ME.SF"));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("Old.class"));
      zip.write(new byte[] {-54, -2, -70, -66, 0, 0, 0, 49});
      zip.closeEntry();
    }
    byte[] before = Files.readAllBytes(signed);
    ClassFileUpgrade.upgrade(signed);
    assertThat(Files.readAllBytes(signed)).isEqualTo(before);
  }
}
