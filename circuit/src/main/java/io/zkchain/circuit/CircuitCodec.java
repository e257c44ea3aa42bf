package io.zkchain.circuit;

import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of a circuit: big-endian, fixed-width numbers, lists with a 4-byte count, strings
 * in UTF-8 with a 4-byte length.
 *
 * <p>Encoding is deterministic and one-to-one: equal circuits have equal bytes, and bytes that
 * decode are the encoding of what they decode to. Digests of circuits rest on that.
 */
public final class CircuitCodec {
  private static final int MAGIC = 0x5A4B4331; // "ZKC1"
  private static final int VERSION = 1;

  private CircuitCodec() {}

  /** The circuit's bytes. */
  public static byte[] encode(Circuit circuit) {
    ByteSink out = new ByteSink();
    out.int4(MAGIC);
    out.int4(VERSION);
    out.int4(circuit.logRows());
    out.int4(circuit.lanes());
    out.int4(circuit.tableLanes());
    out.int4(circuit.fixedColumns());
    out.bool(circuit.privateParameters());
    out.list(circuit.tables(), CircuitCodec::table);
    out.list(circuit.tensors(), CircuitCodec::tensor);
    out.list(circuit.publicTensors(), CircuitCodec::publicTensor);
    out.list(circuit.relations(), CircuitCodec::relation);
    return out.toByteArray();
  }

  /**
   * The circuit of some bytes, {@linkplain CircuitValidator validated}. Total: any input gives a
   * circuit or a {@link CircuitException}, and memory stays proportional to the input.
   *
   * @throws CircuitException if the bytes are no encoding, or the circuit breaks a validity rule
   */
  public static Circuit decode(byte[] bytes) {
    ByteSource in = new ByteSource(bytes, "circuit");
    if (in.int4("magic") != MAGIC) {
      throw in.error("does not start with the mark of a circuit");
    }
    int version = in.int4("version");
    if (version != VERSION) {
      throw in.error("has version " + version + ", this release reads version " + VERSION);
    }
    Circuit circuit =
        new Circuit(
            in.int4("logRows"),
            in.int4("lanes"),
            in.int4("tableLanes"),
            in.int4("fixedColumns"),
            in.bool("privateParameters"),
            in.list("tables", CircuitCodec::table),
            in.list("tensors", CircuitCodec::tensor),
            in.list("publicTensors", CircuitCodec::publicTensor),
            in.list("relations", CircuitCodec::relation));
    in.end();
    return CircuitValidator.validate(circuit);
  }

  private static void table(ByteSink out, Table table) {
    out.string(table.name());
    out.int4(table.tag());
    out.bool(table.function());
    out.int8(table.low());
    out.int4(table.size());
    out.int8(table.outputLow());
    out.int8(table.outputHigh());
    out.int4(table.lane());
    out.int4(table.offset());
  }

  private static Table table(ByteSource in) {
    return new Table(
        in.string("table name"),
        in.int4("tag"),
        in.bool("function"),
        in.int8("low"),
        in.int4("size"),
        in.int8("outputLow"),
        in.int8("outputHigh"),
        in.int4("lane"),
        in.int4("offset"));
  }

  private static void tensor(ByteSink out, Tensor tensor) {
    out.int4(tensor.id());
    out.string(tensor.name());
    out.string(tensor.origin());
    out.constant(tensor.slot());
    shape(out, tensor.shape());
    out.int4(tensor.table());
    out.int4(tensor.magnitudeBits());
    out.list(tensor.blocks(), CircuitCodec::block);
  }

  private static Tensor tensor(ByteSource in) {
    return new Tensor(
        in.int4("tensor id"),
        in.string("tensor name"),
        in.string("tensor origin"),
        in.constant("slot", Slot.values()),
        shape(in),
        in.int4("tensor table"),
        in.int4("magnitudeBits"),
        in.list("blocks", CircuitCodec::block));
  }

  private static void block(ByteSink out, Block block) {
    out.int4(block.column());
    out.int4(block.offset());
    out.list(block.parts(), CircuitCodec::part);
  }

  private static Block block(ByteSource in) {
    return new Block(
        in.int4("column"), in.int4("block offset"), in.list("parts", CircuitCodec::part));
  }

  private static void part(ByteSink out, AxisPart part) {
    out.int4(part.base());
    out.int4(part.bits());
  }

  private static AxisPart part(ByteSource in) {
    return new AxisPart(in.int4("base"), in.int4("bits"));
  }

  private static void publicTensor(ByteSink out, PublicTensor tensor) {
    out.string(tensor.name());
    out.constant(tensor.role());
    shape(out, tensor.shape());
  }

  private static PublicTensor publicTensor(ByteSource in) {
    return new PublicTensor(
        in.string("public tensor name"),
        in.constant("role", PublicTensor.Role.values()),
        shape(in));
  }

  private static void relation(ByteSink out, Relation relation) {
    out.string(relation.name());
    out.string(relation.origin());
    shape(out, relation.shape());
    out.list(relation.terms(), CircuitCodec::term);
    out.int4(relation.publicTensor());
  }

  private static Relation relation(ByteSource in) {
    return new Relation(
        in.string("relation name"),
        in.string("relation origin"),
        shape(in),
        in.list("terms", CircuitCodec::term),
        in.int4("relation's public tensor"));
  }

  private static void term(ByteSink out, Term term) {
    out.int8(term.coefficient());
    out.optional(term.x(), CircuitCodec::operand);
    out.optional(term.w(), CircuitCodec::operand);
    out.list(term.indexRelations(), CircuitCodec::indexRelation);
  }

  private static Term term(ByteSource in) {
    return new Term(
        in.int8("coefficient"),
        in.optional("operand x", CircuitCodec::operand),
        in.optional("operand w", CircuitCodec::operand),
        in.list("index relations", CircuitCodec::indexRelation));
  }

  private static void operand(ByteSink out, Operand operand) {
    out.int4(operand.tensor());
    out.constant(operand.cell());
  }

  private static Operand operand(ByteSource in) {
    return new Operand(in.int4("operand's tensor"), in.constant("cell", Cell.values()));
  }

  private static void indexRelation(ByteSink out, IndexRelation relation) {
    switch (relation) {
      case IndexRelation.Equal equal -> {
        out.bool(false);
        out.list(equal.variables(), CircuitCodec::variable);
      }
      case IndexRelation.Affine affine -> {
        out.bool(true);
        out.list(affine.variables(), CircuitCodec::variable);
        out.list(affine.coefficients(), ByteSink::int8);
        out.int8(affine.constant());
      }
    }
  }

  private static IndexRelation indexRelation(ByteSource in) {
    boolean affine = in.bool("kind of index relation");
    List<IndexVariable> variables = in.list("index variables", CircuitCodec::variable);
    return affine
        ? new IndexRelation.Affine(
            variables,
            in.list("coefficients", source -> source.int8("coefficient")),
            in.int8("constant"))
        : new IndexRelation.Equal(variables);
  }

  private static void variable(ByteSink out, IndexVariable variable) {
    out.constant(variable.side());
    out.int4(variable.axis());
    out.int4(variable.bound());
  }

  private static IndexVariable variable(ByteSource in) {
    return new IndexVariable(in.constant("side", Side.values()), in.int4("axis"), in.int4("bound"));
  }

  private static void shape(ByteSink out, Shape shape) {
    List<Integer> sizes = new ArrayList<>();
    for (int size : shape.toArray()) {
      sizes.add(size);
    }
    out.list(sizes, ByteSink::int4);
  }

  private static Shape shape(ByteSource in) {
    List<Integer> sizes = in.list("shape", source -> source.int4("size"));
    return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
  }
}
