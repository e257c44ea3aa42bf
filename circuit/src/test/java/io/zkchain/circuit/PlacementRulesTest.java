package io.zkchain.circuit;

import static io.zkchain.circuit.ToyVariants.assertRefused;
import static io.zkchain.circuit.ToyVariants.ones;
import static io.zkchain.circuit.ToyVariants.withTensor;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of tensors and their blocks refuses a circuit that breaks only it. */
class PlacementRulesTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource({"tensors", "blocks"})
  void refuses(String message, Circuit broken) {
    assertRefused(message, broken);
  }

  static Stream<Arguments> tensors() {
    return Stream.of(
        arguments(
            "id 7 is not its position 2", withTensor(2, t -> tensor(t, 7, t.name(), t.table()))),
        arguments("name is used twice", withTensor(2, t -> tensor(t, 2, "q1", t.table()))),
        arguments("table is 4, not in 0..3", withTensor(2, t -> tensor(t, 2, "r1", 4))),
        arguments("table is -1, not in 0..3", withTensor(2, t -> tensor(t, 2, "r1", -1))),
        arguments("cells C need a range table", withTensor(2, t -> tensor(t, 2, "r1", 0))),
        arguments("a fixed tensor has no table", withTensor(6, t -> tensor(t, 6, "b1", 0))),
        arguments("magnitudeBits is 0, not in 1..62", withTensor(6, t -> magnitude(t, 0))),
        arguments("magnitudeBits is 63, not in 1..62", withTensor(6, t -> magnitude(t, 63))),
        arguments("a witness tensor's range is its table's", withTensor(2, t -> magnitude(t, 1))));
  }

  private static Tensor tensor(Tensor t, int id, String name, int table) {
    return new Tensor(
        id, name, t.origin(), t.slot(), t.shape(), table, t.magnitudeBits(), t.blocks());
  }

  private static Tensor magnitude(Tensor t, int bits) {
    return new Tensor(
        t.id(), t.name(), t.origin(), t.slot(), t.shape(), t.table(), bits, t.blocks());
  }

  /** Tensor 6 is b1[5] in the fixed column at 32; 1 is q1[5] in lane 0 at 8; 0 is x[3] at 0. */
  static Stream<Arguments> blocks() {
    return Stream.of(
        arguments("column is 1, not in 0..0", blocks(6, block(1, 32, 0, 3))),
        arguments("column is 2, not in 0..1", blocks(1, block(2, 8, 0, 3))),
        arguments("offset 33 is no multiple of its size 8", blocks(6, block(0, 33, 0, 3))),
        arguments("offset is 64, not in 0..56", blocks(6, block(0, 64, 0, 3))),
        arguments("offset is -8, not in 0..56", blocks(6, block(0, -8, 0, 3))),
        arguments("FIXED column 0: ", blocks(6, block(0, 48, 0, 3))),
        arguments("PAIR column 0: ", blocks(1, block(0, 0, 0, 3))),
        arguments("blocks hold 4 of its 5 cells", blocks(6, block(0, 32, 0, 2))),
        arguments("blocks hold 0 of its 5 cells", blocks(6)),
        arguments(
            "block 1: holds cells that block 0 holds",
            blocks(6, block(0, 32, 0, 3), block(0, 40, 4, 0))),
        arguments("base 2 is no multiple of 4", blocks(6, block(0, 32, 2, 2), block(0, 36, 0, 1))),
        arguments("base is 5, not in 0..4", blocks(6, block(0, 32, 0, 3), block(0, 40, 5, 0))),
        arguments("base is -1, not in 0..4", blocks(6, block(0, 32, -1, 0))),
        arguments("bits is 4, not in 0..3", blocks(6, block(0, 32, 0, 4))),
        arguments("bits is -1, not in 0..3", blocks(6, block(0, 32, 0, -1))),
        arguments("has 0 axis parts for 1 axes", blocks(6, new Block(0, 32, List.of()))),
        arguments(
            "2^7 rows do not fit a column",
            withTensor(5, t -> shaped(t, Shape.of(128), List.of(block(0, 0, 0, 7))))),
        arguments(
            "has a cell on the reserved row 63", blocks(1, block(0, 60, 0, 2), block(0, 63, 4, 0))),
        arguments(
            "rank is 33, not in 0..32",
            withTensor(5, t -> shaped(t, ones(33), List.of(new Block(0, 0, parts(33)))))),
        arguments(
            "has more than 4096 blocks",
            withTensor(
                6, t -> shaped(t, t.shape(), Collections.nCopies(4097, t.blocks().getFirst())))));
  }

  private static List<AxisPart> parts(int rank) {
    return Collections.nCopies(rank, new AxisPart(0, 0));
  }

  private static Tensor shaped(Tensor t, Shape shape, List<Block> blocks) {
    return new Tensor(
        t.id(), t.name(), t.origin(), t.slot(), shape, t.table(), t.magnitudeBits(), blocks);
  }

  private static Block block(int column, int offset, int base, int bits) {
    return new Block(column, offset, List.of(new AxisPart(base, bits)));
  }

  private static Circuit blocks(int id, Block... blocks) {
    return withTensor(id, t -> shaped(t, t.shape(), List.of(blocks)));
  }

  @Test
  void paddingMayLieOnTheReservedRowAndFixedCellsToo() {
    Circuit padding = blocks(1, block(0, 56, 0, 3));
    assertThatCode(() -> CircuitValidator.validate(padding)).doesNotThrowAnyException();
    Circuit fixed = blocks(6, block(0, 32, 0, 2), block(0, 63, 4, 0));
    // W2 holds the rows 48..63 of the fixed column, so only the overlap is refused.
    assertThatThrownBy(() -> CircuitValidator.validate(fixed))
        .hasMessageContaining("overlap at row 63");
  }

  @Test
  void pairsAndSinglesOfALaneArePlacedIndependently() {
    Circuit moved = blocks(2, block(0, 0, 0, 3));
    assertThatCode(() -> CircuitValidator.validate(moved)).doesNotThrowAnyException();
  }
}
