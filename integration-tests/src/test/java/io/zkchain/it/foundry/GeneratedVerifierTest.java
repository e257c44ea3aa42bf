package io.zkchain.it.foundry;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.contracts.SolidityCompiler;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.solidity.GeneratedVerifier;
import io.zkchain.solidity.SolidityVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The folder of a generated verifier is a Foundry project that builds the same code. */
class GeneratedVerifierTest {
  @Test
  void foundryBuildsTheFolderUnchanged(@TempDir Path folder) throws Exception {
    VerifyingKey key =
        VerifyingKey.of(
            ToyCircuit.circuit(false),
            List.of(G1.GENERATOR.mul(Fr.fromLong(5)), G1.GENERATOR.mul(Fr.fromLong(-7))),
            G2.GENERATOR.mul(Fr.fromLong(11)),
            true,
            "a known secret");
    GeneratedVerifier verifier = SolidityVerifier.generate(key, "toy", "Apache-2.0");
    Path project = Files.createDirectories(folder.resolve("project"));
    verifier.writeTo(project);
    Foundry.Result result = Foundry.install(folder).run(project, "build");
    assertThat(result.exitCode()).as(result.output()).isZero();
    String built =
        JsonMapper.shared()
            .readTree(Files.readString(project.resolve("out/ToyVerifier.sol/ToyVerifier.json")))
            .required("deployedBytecode")
            .required("object")
            .asString();
    assertThat(built)
        .isEqualTo(
            SolidityCompiler.create()
                .compile(verifier.standardJson())
                .contract("ToyVerifier")
                .runtimeCode());
  }
}
