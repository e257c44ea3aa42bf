package io.zkchain.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.zkchain.circuit.AxisPart;
import io.zkchain.circuit.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blocks and the pieces that fill them. */
final class PlacementTest {

  @Test
  void buddyBlocksAreAlignedAndDisjointAndLeaveTheReservedRow() {
    Random random = new Random(6);
    for (int round = 0; round < 200; round++) {
      int n = 6 + random.nextInt(3);
      Buddy buddy = new Buddy(n, true);
      List<boolean[]> used = new ArrayList<>();
      for (int k = 0; k < 40; k++) {
        int bits = random.nextInt(n);
        boolean padded = random.nextBoolean();
        Buddy.Spot spot = buddy.take(bits, padded);
        assertThat(spot.offset() % (1 << bits)).isZero();
        while (used.size() <= spot.column()) {
          used.add(new boolean[1 << n]);
        }
        for (int row = spot.offset(); row < spot.offset() + (1 << bits); row++) {
          assertThat(used.get(spot.column())[row]).isFalse();
          used.get(spot.column())[row] = true;
        }
        if (!padded) {
          assertThat(spot.offset() + (1 << bits)).isLessThan(1 << n);
        }
      }
    }
  }

  @Test
  void buddyFillsColumnsWithoutHolesInFallingOrder() {
    Buddy buddy = new Buddy(8, false);
    for (int bits : new int[] {7, 6, 5, 5, 7, 6, 6}) {
      buddy.take(bits, false);
    }
    assertThat(buddy.columns()).isEqualTo(2);
  }

  @Test
  void takesAGivenBlockOnlyOnce() {
    Buddy buddy = new Buddy(6, true);
    assertThat(buddy.takeAt(new Buddy.Spot(0, 16), 4, false)).isTrue();
    assertThat(buddy.takeAt(new Buddy.Spot(0, 16), 3, false)).isFalse();
    assertThat(buddy.takeAt(new Buddy.Spot(0, 48), 4, false)).isFalse();
    assertThat(buddy.takeAt(new Buddy.Spot(0, 48), 4, true)).isTrue();
  }

  @Test
  void piecesCoverEveryCellOnce() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Shape shape = Shape.of(1 + random.nextInt(30), 1 + random.nextInt(9), 1 + random.nextInt(20));
      List<List<AxisPart>> pieces = Pieces.of(shape, random.nextBoolean(), 6, 7);
      int[] seen = new int[shape.volume()];
      for (List<AxisPart> box : pieces) {
        assertThat(Pieces.bits(box)).isLessThanOrEqualTo(7);
        mark(shape, box, seen);
      }
      assertThat(seen).containsOnly(1);
    }
  }

  private static void mark(Shape shape, List<AxisPart> box, int[] seen) {
    for (int i = 0; i < shape.volume(); i++) {
      boolean inside = true;
      for (int axis = 0; axis < shape.rank(); axis++) {
        int at = i / shape.stride(axis) % shape.size(axis);
        AxisPart part = box.get(axis);
        inside &= at >= part.base() && at < part.base() + (1 << part.bits());
      }
      seen[i] += inside ? 1 : 0;
    }
  }

  @Test
  void cutsAxesWhereItSavesEnough() {
    assertThat(Pieces.parts(784))
        .containsExactly(new AxisPart(0, 9), new AxisPart(512, 8), new AxisPart(768, 4));
    assertThat(Pieces.parts(120)).containsExactly(new AxisPart(0, 7));
    assertThat(Pieces.parts(5)).containsExactly(new AxisPart(0, 2), new AxisPart(4, 0));
  }
}
