package io.zkchain.circuit;

import static io.zkchain.circuit.ToyVariants.TOY;
import static io.zkchain.circuit.ToyVariants.assertRefused;
import static io.zkchain.circuit.ToyVariants.withTables;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of tables refuses a circuit that breaks only it. */
class TableRulesTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void refuses(String message, Circuit broken) {
    assertRefused(message, broken);
  }

  /** Tables of the toy: relu and identity (15 entries each at 0 and 16), ranges of 4 and 8. */
  static Stream<Arguments> tables() {
    long big = 1L << 62;
    return Stream.of(
        arguments("tag 0 is not positive", table(new Table("t", 0, false, 0, 4, 0, 0, 0, 32))),
        arguments("tag 1 is used twice", table(new Table("t", 1, false, 0, 4, 0, 0, 0, 32))),
        arguments("table lane is 1, not in 0..0", table(range(0, 4, 1, 32))),
        arguments("table lane is -1", table(range(0, 4, -1, 32))),
        arguments("has no entry", table(range(0, 0, 0, 32))),
        arguments("pass 2^62", table(range(big - 4, 4, 0, 32))),
        arguments("pass 2^62", table(range(-big, 4, 0, 32))),
        arguments("output range 1..0 is empty", table(new Table("t", 3, true, 0, 4, 1, 0, 0, 32))),
        arguments("outputs pass 2^62", table(new Table("t", 3, true, 0, 4, 0, big, 0, 32))),
        arguments("outputs pass 2^62", table(new Table("t", 3, true, 0, 4, -big, 0, 0, 32))),
        arguments(
            "is a range table, whose outputs are 0",
            table(new Table("t", 3, false, 0, 4, 0, 1, 0, 32))),
        arguments(
            "is a range table, whose outputs are 0",
            table(new Table("t", 3, false, 0, 4, -1, 0, 0, 32))),
        arguments("its 65 entries do not fit", table(range(0, 65, 0, 0))),
        arguments("rows from 64 on leave the lane", table(range(0, 4, 0, 64))),
        arguments("rows from -4 on leave the lane", table(range(0, 4, 0, -4))),
        arguments("offset 34 is no multiple of 4", table(range(0, 4, 0, 34))),
        arguments("last entry lies on the reserved row 63", table(range(0, 4, 0, 60))),
        arguments("table lane 0: ", table(range(0, 4, 0, 28))));
  }

  private static Table range(long low, int size, int lane, int offset) {
    return new Table("t", 3, false, low, size, 0, 0, lane, offset);
  }

  /** The toy with another table in the place of the 2-bit range. */
  private static Circuit table(Table table) {
    List<Table> tables = new ArrayList<>(TOY.tables());
    tables.set(2, table);
    return withTables(tables);
  }

  @Test
  void tableMayEndBeforeTheReservedRow() {
    assertThatCode(() -> CircuitValidator.validate(table(range(0, 3, 0, 60))))
        .doesNotThrowAnyException();
  }
}
