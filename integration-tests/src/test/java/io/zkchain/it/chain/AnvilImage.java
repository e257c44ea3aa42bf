package io.zkchain.it.chain;

import io.zkchain.contracts.LocalChain;
import io.zkchain.contracts.NpmTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/**
 * The image with Anvil. It holds the pinned npm binary and the four libraries that it loads, so
 * that nothing is pulled and the container runs what the plain process runs; where this machine
 * lacks one of them, it is the official image of that version.
 */
final class AnvilImage {
  private static final String OFFICIAL = "ghcr.io/foundry-rs/foundry:v1.7.1";
  private static final String LOADER = "lib64/ld-linux-x86-64.so.2";
  private static final List<String> LIBRARIES = List.of("libc.so.6", "libm.so.6", "libgcc_s.so.1");
  private static final List<String> LIBRARY_FOLDERS =
      List.of(
          "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib");

  private AnvilImage() {}

  static Future<String> image() {
    Path root = Path.of("/");
    Path anvil = LocalChain.binary(NpmTools.standard());
    List<Optional<Path>> libraries = LIBRARIES.stream().map(AnvilImage::library).toList();
    if (!Files.isRegularFile(root.resolve(LOADER)) || libraries.contains(Optional.<Path>empty())) {
      return new RemoteDockerImage(DockerImageName.parse(OFFICIAL));
    }
    ImageFromDockerfile image = new ImageFromDockerfile("zkchain-anvil:1.7.1", false);
    image.withFileFromPath("root/usr/local/bin/anvil", anvil);
    image.withFileFromPath("root/" + LOADER, real(root.resolve(LOADER)));
    for (Optional<Path> library : libraries) {
      Path file = library.orElseThrow();
      image.withFileFromPath("root/lib/x86_64-linux-gnu/" + file.getFileName(), real(file));
    }
    image.withFileFromString(
        "Dockerfile",
        """
        FROM scratch
        COPY root/ /
        ENV ANVIL_IP_ADDR=0.0.0.0
        EXPOSE 8545
        ENTRYPOINT ["/usr/local/bin/anvil"]
        """);
    return image;
  }

  private static Optional<Path> library(String name) {
    return LIBRARY_FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
