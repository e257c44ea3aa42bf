package io.zkchain.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the jars of a folder whose classes are of a format older than Java 6, such as those of
 * the parser of the command line: the JVM keeps no such class in an archive of linked classes, so
 * that every start would read and verify them again, a quarter of a short command's time. Only the
 * version changes, and the stack maps that it asks for are added; signed jars stay as they are. The
 * launcher does this once after a build.
 */
final class ClassFileUpgrade {
  private static final int JAVA_6 = 50;
  private static final int VERSION_OFFSET = 6; // JVMS 4.1: magic, minor version, major version

  private final Map<String, byte[]> entries;

  private ClassFileUpgrade(Map<String, byte[]> entries) {
    this.entries = entries;
  }

  /** Expects the folder. */
  public static void main(String[] arguments) throws IOException {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
      for (Path jar : jars) {
        upgrade(jar);
      }
    }
  }

  /** Replaces the jar in one step, or leaves it where nothing in it is old. */
  static void upgrade(Path jar) throws IOException {
    Map<String, byte[]> entries = read(jar);
    boolean signed = entries.keySet().stream().anyMatch(name -> name.endsWith(".SF"));
    if (signed || entries.entrySet().stream().noneMatch(e -> isOld(e.getKey(), e.getValue()))) {
      return;
    }
    var upgrade = new ClassFileUpgrade(entries);
    Path temporary = jar.resolveSibling(jar.getFileName() + ".tmp"); // as readable as other files
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        upgrade.write(out);
      }
      Files.move(temporary, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  static boolean isOld(String name, byte[] bytes) {
    return name.endsWith(".class")
        && bytes.length > VERSION_OFFSET + 1
        && ByteBuffer.wrap(bytes).getShort(VERSION_OFFSET) < JAVA_6;
  }

  private static Map<String, byte[]> read(Path jar) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private void write(OutputStream out) throws IOException {
    try (var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        byte[] bytes = entry.getValue();
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(isOld(entry.getKey(), bytes) ? upgraded(bytes) : bytes);
        zip.closeEntry();
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private byte[] upgraded(byte[] bytes) {
    ClassFile format =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this::resource)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    // Code that is passed on element by element is assembled anew, with its stack maps.
    ClassTransform transform =
        ClassTransform.dropping(element -> element instanceof ClassFileVersion)
            .andThen(ClassTransform.transformingMethodBodies((code, element) -> code.with(element)))
            .andThen(
                ClassTransform.endHandler(
                    builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0)));
    return format.transformClass(format.parse(bytes), transform);
  }

  private @Nullable InputStream resource(ClassDesc type) {
    String descriptor = type.descriptorString();
    byte[] bytes = entries.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }
}
