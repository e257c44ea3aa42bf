package io.zkchain.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.PublicTensor;
import io.zkchain.circuit.Relation;
import io.zkchain.circuit.fixture.ToyCircuit;
import io.zkchain.prover.curve.G1;
import io.zkchain.prover.curve.G2;
import io.zkchain.prover.field.Fr;
import io.zkchain.prover.field.FrVector;
import io.zkchain.prover.program.VerifierProgram;
import io.zkchain.prover.protocol.Proof;
import io.zkchain.prover.protocol.SimulatedProofs;
import io.zkchain.prover.protocol.Verdict;
import io.zkchain.prover.protocol.Verifier;
import io.zkchain.prover.protocol.VerifyingKey;
import io.zkchain.prover.transcript.Keccak256;
import io.zkchain.solidity.Calldata;
import io.zkchain.solidity.GeneratedVerifier;
import io.zkchain.solidity.SolidityVerifier;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A generated verifier on a chain and the one on the JVM: always the same verdict. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifierContractTest {
  private static final Fr THETA = Fr.fromLong(987654321);
  private static final BigInteger GAS = BigInteger.valueOf(10_000_000);
  private static final VerifyingKey KEY =
      VerifyingKey.of(
          ToyCircuit.circuit(false),
          List.of(G1.GENERATOR.mul(Fr.fromLong(5)), G1.GENERATOR.mul(Fr.fromLong(-7))),
          G2.GENERATOR.mul(THETA),
          true,
          "a known secret");
  private static final int VALUES = KEY.circuit().publicWords();

  private final LocalChain chain = LocalChain.start();
  private final ChainClient client = ChainClient.connect(chain.rpc(), ChainOptions.defaults());
  private final TransactionSender sender = new TransactionSender(client, chain.account(0));
  private final GeneratedVerifier generated = SolidityVerifier.generate(KEY, "toy", "Apache-2.0");
  private final CompiledContract compiled = compile(generated);
  private final ContractErrors errors = ContractErrors.ofAbi(compiled.abi());
  private final Address address = deploy(compiled);
  private final ProofSubmitter submitter = new ProofSubmitter(client, address, errors);
  private final Calldata calldata = Calldata.of(KEY.circuit().publicTensors());
  private final Verifier verifier = new Verifier(KEY);
  private final Proof proof = new SimulatedProofs(KEY, THETA, 5).prove(values(), word(9));

  @AfterAll
  void stop() {
    client.close();
    chain.close();
  }

  private static CompiledContract compile(GeneratedVerifier verifier) {
    return SolidityCompiler.create()
        .compile(verifier.standardJson())
        .contract(verifier.contractName());
  }

  private Address deploy(CompiledContract contract) {
    return new Deployer(client, sender).deploy(contract, "", TransactionListener.none()).contract();
  }

  private static List<BigInteger> values() {
    List<BigInteger> values = new ArrayList<>();
    for (int k = 0; k < VALUES; k++) {
      values.add(BigInteger.valueOf(k % 2 == 0 ? k + 3 : -k - 3));
    }
    return values;
  }

  private static byte[] word(int last) {
    byte[] word = new byte[32];
    word[31] = (byte) last;
    return word;
  }

  /** The name of the contract's error, or nothing if it accepts. */
  private Optional<String> onChain(byte[] call) {
    return submitter
        .check(chain.account(0).address(), Calldata.hex(call))
        .map(revert -> revert.describe().replaceAll("\\(.*", ""));
  }

  private Optional<String> onJvm(Proof candidate) {
    return switch (verifier.verify(candidate)) {
      case Verdict.Accepted _ -> Optional.empty();
      case Verdict.Rejected rejected ->
          Optional.of(
              switch (rejected.reason()) {
                case OTHER_KEY, PUBLIC_VALUE_COUNT -> "no such call";
                case LENGTH -> "BadProofLength";
                case SCALAR -> "NonCanonicalScalar";
                case POINT -> "InvalidPoint";
                case EQUATION -> "ProofRejected";
              });
    };
  }

  private void sameVerdict(Proof candidate, String what) {
    Optional<String> expected = onJvm(candidate);
    assertThat(expected).as(what).isPresent();
    assertThat(onChain(calldata.verify(candidate))).as(what).isEqualTo(expected);
    assertThat(onChain(calldata.submit(candidate))).as(what + ", submitted").isEqualTo(expected);
  }

  private Proof withBytes(byte[] bytes) {
    return new Proof(proof.keyDigest(), proof.context(), proof.publicValues(), bytes);
  }

  @Test
  void acceptsAndEmitsTheStatement() {
    assertThat(onJvm(proof)).isEmpty();
    assertThat(onChain(calldata.verify(proof))).isEmpty();
    Submission submission =
        submitter.submit(sender, Calldata.hex(calldata.submit(proof)), TransactionListener.none());
    assertThat(submission).isInstanceOf(Submission.Accepted.class);
    ProofVerified event = ((Submission.Accepted) submission).event();
    assertThat(event.keyDigest()).isEqualTo(Calldata.hex(KEY.digest()));
    assertThat(event.context()).isEqualTo(Calldata.hex(proof.context()));
  }

  @Test
  void aFalseInverseForWhichTheEquationHoldsIsRejected() {
    Proof forged = new SimulatedProofs(KEY, THETA, 5).withFalseInverse(values(), word(9), Fr.ONE);
    sameVerdict(forged, "false inverse");
  }

  /**
   * On a chain without one of the precompiles, a call of its address succeeds and returns nothing.
   * Here that precompile's calls go to an address without code.
   */
  @ParameterizedTest
  @CsvSource({"6, InvalidPoint", "7, InvalidPoint", "8, ProofRejected"})
  void aChainWithoutAPrecompileAcceptsNothing(int precompile, String error) {
    String absent =
        generated
            .standardJson()
            .replaceAll("(staticcall\\(\\d+, )" + precompile + ",", "$10x123456789a,");
    assertThat(absent).isNotEqualTo(generated.standardJson());
    CompiledContract contract =
        SolidityCompiler.create().compile(absent).contract(generated.contractName());
    ProofSubmitter to = new ProofSubmitter(client, deploy(contract), errors);
    Optional<Revert> refusal =
        to.check(chain.account(0).address(), Calldata.hex(calldata.verify(proof)));
    assertThat(refusal.map(Revert::name)).contains(error);
  }

  /** Nor does a part of the program that is not there. */
  @Test
  void aVerifierWithoutItsPartAcceptsNothing() {
    GeneratedVerifier inParts = SolidityVerifier.generate(KEY, "toy", "Apache-2.0", 1, false);
    String absent =
        inParts
            .standardJson()
            .replaceAll("PART_0 = address\\(new \\w+\\(\\)\\)", "PART_0 = address(0x123456789a)");
    assertThat(absent).isNotEqualTo(inParts.standardJson());
    CompiledContract contract =
        SolidityCompiler.create().compile(absent).contract(inParts.contractName());
    ProofSubmitter to = new ProofSubmitter(client, deploy(contract), errors);
    Optional<Revert> refusal =
        to.check(chain.account(0).address(), Calldata.hex(calldata.verify(proof)));
    assertThat(refusal.map(Revert::data)).contains("0x");
  }

  @Test
  void theContractNamesItsKeyAndProtocol() {
    assertThat(read("keyDigest()")).isEqualTo(Calldata.hex(KEY.digest()));
    assertThat(read("protocolVersion()")).isEqualTo(Calldata.hex(word(1)));
  }

  private String read(String signature) {
    byte[] hash = Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII));
    String call = "0x" + HexFormat.of().formatHex(hash, 0, 4);
    return client.call(
        chain.account(0).address(), TransactionRequest.call("read", address, call, errors), GAS);
  }

  @Test
  void everyAlteredWordHasTheSameVerdict() {
    byte[] bytes = proof.bytes();
    for (int at = 0; at < bytes.length; at += 32) {
      BigInteger old = new BigInteger(1, Arrays.copyOfRange(bytes, at, at + 32));
      for (BigInteger next :
          List.of(old.add(BigInteger.ONE), BigInteger.ZERO, old.add(Fr.MODULUS))) {
        byte[] altered = bytes.clone();
        put(altered, at, next);
        sameVerdict(withBytes(altered), "byte " + at + " set to " + next);
      }
    }
  }

  @Test
  void everyPointReplacedByAnotherIsRejected() {
    byte[] bytes = proof.bytes();
    var layout = KEY.layout();
    List<Integer> points =
        new ArrayList<>(List.of(layout.laurent(), layout.quotient(), layout.linearQuotient()));
    for (int at = 0; at < layout.firstRound(0); at += 64) {
      points.add(at);
    }
    for (int at : points) {
      byte[] other = bytes.clone();
      G1.fromBytes(bytes, at).negate().putBytes(other, at);
      sameVerdict(withBytes(other), "point at " + at + " negated");
      G1.INFINITY.putBytes(other, at);
      sameVerdict(withBytes(other), "point at " + at + " at infinity");
    }
  }

  @Test
  void everyWrongLengthHasTheSameVerdict() {
    byte[] bytes = proof.bytes();
    for (int length : new int[] {0, 32, bytes.length - 32, bytes.length - 1, bytes.length + 1}) {
      sameVerdict(withBytes(Arrays.copyOf(bytes, length)), length + " bytes");
    }
    sameVerdict(withBytes(Arrays.copyOf(bytes, bytes.length + 32)), "a word appended");
  }

  @Test
  void otherPublicValuesAndContextHaveTheSameVerdict() {
    for (int k = 0; k < VALUES; k++) {
      List<BigInteger> values = new ArrayList<>(proof.publicValues());
      values.set(k, values.get(k).negate());
      sameVerdict(
          new Proof(proof.keyDigest(), proof.context(), values, proof.bytes()), "value " + k);
    }
    Proof other = new Proof(proof.keyDigest(), word(10), proof.publicValues(), proof.bytes());
    sameVerdict(other, "context");
  }

  @Test
  void publicValuesOutOfRangeAreRefused() {
    byte[] call = calldata.verify(proof);
    BigInteger half = Fr.MODULUS.shiftRight(1);
    BigInteger all = BigInteger.ONE.shiftLeft(256);
    for (int k = 0; k < VALUES; k++) {
      BigInteger old = proof.publicValues().get(k);
      for (BigInteger outside :
          List.of(
              old.add(Fr.MODULUS),
              old.subtract(Fr.MODULUS),
              half.add(BigInteger.ONE),
              half.not(),
              all.shiftRight(1).subtract(BigInteger.ONE),
              all.shiftRight(1))) {
        byte[] altered = call.clone();
        put(altered, 4 + 32 * k, outside.mod(all));
        assertThat(onChain(altered)).contains("PublicValueOutOfRange");
      }
      for (BigInteger inside : List.of(half, half.negate())) {
        byte[] altered = call.clone();
        put(altered, 4 + 32 * k, inside.mod(all));
        assertThat(onChain(altered)).contains("ProofRejected");
      }
    }
  }

  /** The toy circuit with its output public so many times. */
  private static VerifyingKey keyWithOutputs(int count) {
    Circuit toy = KEY.circuit();
    PublicTensor output = toy.publicTensors().getFirst();
    List<PublicTensor> tensors = new ArrayList<>();
    List<Relation> relations =
        new ArrayList<>(toy.relations().stream().filter(r -> r.publicTensor() < 0).toList());
    Relation bind =
        toy.relations().stream().filter(r -> r.publicTensor() == 0).findFirst().orElseThrow();
    for (int k = 0; k < count; k++) {
      tensors.add(new PublicTensor("out" + k, output.role(), output.shape()));
      relations.add(new Relation(bind.name() + k, bind.origin(), bind.shape(), bind.terms(), k));
    }
    Circuit circuit =
        new Circuit(
            toy.logRows(),
            toy.lanes(),
            toy.tableLanes(),
            toy.fixedColumns(),
            toy.privateParameters(),
            toy.tables(),
            toy.tensors(),
            tensors,
            relations);
    return VerifyingKey.of(circuit, KEY.commitments(), KEY.theta(), true, "a known secret");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 9})
  void anyNumberOfPublicTensors(int count) {
    VerifyingKey key = keyWithOutputs(count);
    CompiledContract contract =
        compile(SolidityVerifier.generate(key, "tensors" + count, "Apache-2.0"));
    Calldata calls = Calldata.of(key.circuit().publicTensors());
    List<BigInteger> values = new ArrayList<>();
    for (int k = 0; k < key.circuit().publicWords(); k++) {
      values.add(BigInteger.valueOf(5 - 3L * k));
    }
    Proof many = new SimulatedProofs(key, THETA, 6).prove(values, word(1));
    ProofSubmitter to = new ProofSubmitter(client, deploy(contract), errors);
    Submission submission =
        to.submit(sender, Calldata.hex(calls.submit(many)), TransactionListener.none());
    assertThat(submission).isInstanceOf(Submission.Accepted.class);
    byte[] words = new byte[32 * values.size()];
    for (int k = 0; k < values.size(); k++) {
      Fr.fromBigInteger(values.get(k)).putBytes32(words, 32 * k);
    }
    assertThat(((Submission.Accepted) submission).event().publicValuesHash())
        .isEqualTo(Calldata.hex(Keccak256.hash(words)));
  }

  @Test
  void theErrorsForClientsAreTheContractsErrors() {
    assertThat(errorEntries(SolidityVerifier.ERRORS_ABI))
        .isNotEmpty()
        .isEqualTo(errorEntries(compiled.abi()));
  }

  private static Set<String> errorEntries(String abi) {
    Set<String> entries = new TreeSet<>();
    for (JsonNode entry : JsonMapper.shared().readTree(abi)) {
      if (entry.path("type").asString("").equals("error")) {
        List<String> types = new ArrayList<>();
        entry.path("inputs").forEach(input -> types.add(input.path("type").asString("")));
        entries.add(entry.path("name").asString("") + types);
      }
    }
    return entries;
  }

  @Test
  void programEqualsTheOneOnTheJvmAtRandomPoints() {
    GeneratedVerifier harness = SolidityVerifier.generateHarness(KEY, "harness");
    Address at = deploy(compile(harness));
    VerifierProgram program = KEY.program();
    Random random = new Random(11);
    for (int round = 0; round < 20; round++) {
      FrVector in = new FrVector(program.layout().inputs());
      for (int i = 0; i < in.size(); i++) {
        int special = random.nextInt(8);
        in.set(i, special < 3 ? Fr.fromLong(special - 1) : Fr.random(random));
      }
      FrVector expected = program.evaluate(in);
      byte[] answer = Hex.bytes(client.call(chain.account(0).address(), run(at, in), GAS));
      assertThat(answer).hasSize(64 + 32 * expected.size());
      for (int o = 0; o < expected.size(); o++) {
        int from = 64 + 32 * o;
        BigInteger value = new BigInteger(1, Arrays.copyOfRange(answer, from, from + 32));
        assertThat(Fr.fromBigInteger(value)).as("output %d", o).isEqualTo(expected.get(o));
      }
    }
  }

  private TransactionRequest run(Address at, FrVector in) {
    String signature = "run(uint256[" + in.size() + "])";
    byte[] hash = Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII));
    StringBuilder call = new StringBuilder("0x").append(HexFormat.of().formatHex(hash, 0, 4));
    for (int i = 0; i < in.size(); i++) {
      call.append(HexFormat.of().formatHex(in.get(i).toBytes32()));
    }
    return TransactionRequest.call("program", at, call.toString(), errors);
  }

  private static void put(byte[] bytes, int at, BigInteger value) {
    byte[] word = value.toByteArray();
    Arrays.fill(bytes, at, at + 32, (byte) 0);
    int length = Math.min(32, word.length);
    System.arraycopy(word, word.length - length, bytes, at + 32 - length, length);
  }
}
