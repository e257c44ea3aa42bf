package io.zkchain.solidity;

import io.zkchain.prover.field.Fr;
import io.zkchain.solidity.LoweredProgram.Node;
import io.zkchain.solidity.ProgramSchedule.Home;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Prints a program as straight-line Yul.
 *
 * <p>Products are reduced by {@code mulmod}; sums and differences are not, as long as the largest
 * possible value stays below 2^256, which is a little more than 5 p. A difference adds the least
 * multiple of p that keeps it from going below 0. The largest value of every node is tracked
 * exactly.
 */
final class ProgramPrinter {
  private static final BigInteger P = Fr.MODULUS;
  private static final BigInteger LARGEST_RESIDUE = P.subtract(BigInteger.ONE);

  /** Code of an expression, the largest value it can have, and the stack entries it needs. */
  private record Printed(String code, BigInteger max, int need) {}

  private final LoweredProgram program;
  private final ProgramSchedule schedule;
  private final MemoryMap memory;
  private final BigInteger[] named;
  private final Map<BigInteger, Integer> pool;
  private final Map<BigInteger, Integer> literals = new HashMap<>();
  private int mostNeeded;

  private ProgramPrinter(
      LoweredProgram program,
      ProgramSchedule schedule,
      MemoryMap memory,
      Map<BigInteger, Integer> pool) {
    this.program = program;
    this.schedule = schedule;
    this.memory = memory;
    this.pool = pool;
    named = new BigInteger[program.size()];
  }

  /**
   * Appends the program's statements; the variable {@code p} holds the modulus.
   *
   * @param out one writer for each part of the schedule
   * @return the most stack entries that a statement needs
   */
  static int print(
      LoweredProgram program, ProgramSchedule schedule, MemoryMap memory, List<SourceWriter> out) {
    ProgramPrinter plain = new ProgramPrinter(program, schedule, memory, Map.of());
    SourceWriter dropped = new SourceWriter(0);
    plain.printAll(Collections.nCopies(schedule.parts(), dropped));
    Map<BigInteger, Integer> pool = new HashMap<>();
    for (BigInteger value : plain.frequentLiterals()) {
      String address = SourceWriter.hex(memory.constant(pool.size()));
      out.getFirst().line("mstore(%s, 0x%s)", address, value.toString(16));
      pool.put(value, pool.size());
    }
    ProgramPrinter pooled = new ProgramPrinter(program, schedule, memory, pool);
    pooled.printAll(out);
    return pooled.mostNeeded;
  }

  /** Long literals whose 33 bytes of code are better spent once, most frequent first. */
  private List<BigInteger> frequentLiterals() {
    return literals.entrySet().stream()
        .filter(e -> e.getValue() >= 3 && e.getKey().bitLength() > 64)
        .sorted(
            Map.Entry.<BigInteger, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MemoryMap.CONSTANTS)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void printAll(List<SourceWriter> out) {
    for (int part = 0; part < schedule.parts(); part++) {
      printPart(part, out.get(part));
    }
    // Outputs that share a node, or are constants.
    for (int o = 0; o < program.outputCount(); o++) {
      int id = program.output(o);
      if (schedule.home(id) != Home.OUTPUT || schedule.place(id) != o) {
        store(out.getLast(), memory.output(o), read(id));
      }
    }
  }

  private void printPart(int part, SourceWriter out) {
    for (int v = 0; v < ProgramSchedule.STACK_VALUES; v++) {
      out.line("let v%d := 0", v);
    }
    for (int id : schedule.part(part)) {
      Printed value = operation(id);
      named[id] = value.max();
      mostNeeded = Math.max(mostNeeded, value.need());
      switch (schedule.home(id)) {
        case STACK -> out.line("v%d := %s", schedule.place(id), value.code());
        case SLOT -> store(out, memory.slot(schedule.place(id)), value);
        case OUTPUT -> store(out, memory.output(schedule.place(id)), value);
        case INLINE -> throw new IllegalStateException("node " + id + " has no statement");
      }
    }
  }

  private static void store(SourceWriter out, int address, Printed value) {
    out.line("mstore(%s, %s)", SourceWriter.hex(address), value.code());
  }

  /** The value of a node as an operand. */
  private Printed read(int id) {
    BigInteger max = named[id];
    return switch (schedule.home(id)) {
      case INLINE -> operation(id);
      case STACK -> leaf("v" + schedule.place(id), Objects.requireNonNull(max));
      case SLOT -> load(memory.slot(schedule.place(id)), Objects.requireNonNull(max));
      case OUTPUT -> load(memory.output(schedule.place(id)), Objects.requireNonNull(max));
    };
  }

  private static Printed leaf(String code, BigInteger max) {
    return new Printed(code, max, 1);
  }

  private static Printed load(int address, BigInteger max) {
    return leaf("mload(" + SourceWriter.hex(address) + ")", max);
  }

  private Printed operation(int id) {
    Node node = program.node(id);
    return switch (node.kind()) {
      case CONSTANT -> literal(Objects.requireNonNull(node.value()));
      case INPUT -> load(memory.input(node.a()), LARGEST_RESIDUE);
      case ADD -> add(read(first(node)), read(second(node)));
      case SUB -> subtract(node);
      case MUL -> multiply(read(first(node)), read(second(node)));
    };
  }

  /** The simpler operand of a sum or product, computed last. */
  private int first(Node node) {
    return swapped(node) ? node.b() : node.a();
  }

  private int second(Node node) {
    return swapped(node) ? node.a() : node.b();
  }

  private boolean swapped(Node node) {
    return schedule.operandNeed(node.a()) > schedule.operandNeed(node.b());
  }

  private Printed literal(BigInteger value) {
    if (value.equals(P)) {
      return leaf("p", value);
    }
    Integer pooled = pool.get(value);
    if (pooled != null) {
      return load(memory.constant(pooled), value);
    }
    literals.merge(value, 1, Integer::sum);
    return leaf("0x" + value.toString(16), value);
  }

  /** A call of two arguments; Yul computes the last argument first. */
  private static Printed call(String function, Printed a, Printed b, BigInteger max) {
    String code = function + "(" + a.code() + ", " + b.code() + ")";
    return new Printed(code, max, Math.max(b.need(), 1 + a.need()));
  }

  private static Printed multiply(Printed a, Printed b) {
    String code = "mulmod(" + a.code() + ", " + b.code() + ", p)";
    int need = Math.max(1 + b.need(), 2 + a.need());
    return new Printed(code, LARGEST_RESIDUE, need);
  }

  private static Printed reduced(Printed a) {
    return new Printed("mod(" + a.code() + ", p)", LARGEST_RESIDUE, 1 + a.need());
  }

  private static boolean fits(BigInteger value) {
    return value.bitLength() <= 256;
  }

  private static Printed add(Printed a, Printed b) {
    BigInteger max = a.max().add(b.max());
    if (!fits(max)) {
      return a.max().compareTo(b.max()) >= 0 ? add(reduced(a), b) : add(a, reduced(b));
    }
    return call("add", a, b, max);
  }

  private Printed subtract(Node node) {
    Printed a = read(node.a());
    Printed b = read(node.b());
    if (b.max().compareTo(P.shiftLeft(1)) > 0) {
      b = reduced(b);
    }
    BigInteger multiple = b.max().compareTo(P) > 0 ? P.shiftLeft(1) : P;
    BigInteger value = program.node(node.a()).value();
    if (value != null) {
      BigInteger shifted = value.add(multiple);
      return call("sub", literal(shifted), b, shifted);
    }
    if (!fits(a.max().add(multiple))) {
      a = reduced(a);
    }
    BigInteger max = a.max().add(multiple);
    return call("sub", call("add", a, literal(multiple), max), b, max);
  }
}
