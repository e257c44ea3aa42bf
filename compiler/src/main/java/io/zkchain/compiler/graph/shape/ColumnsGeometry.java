package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How Col2Im puts blocks of an image together, one entry for each spatial axis: element t of block
 * y is added to the image at y stride + t dilation - pad, if that is inside.
 *
 * @param image lengths of the image
 * @param block elements of a block
 * @param blocks number of blocks
 */
public record ColumnsGeometry(
    List<Integer> image,
    List<Integer> block,
    List<Integer> blocks,
    List<Integer> strides,
    List<Integer> dilations,
    List<Integer> padBegin) {

  public ColumnsGeometry {
    image = List.copyOf(image);
    block = List.copyOf(block);
    blocks = List.copyOf(blocks);
    strides = List.copyOf(strides);
    dilations = List.copyOf(dilations);
    padBegin = List.copyOf(padBegin);
  }

  /**
   * Of a node whose columns have shape [batch, channels times elements of a block, blocks].
   *
   * @throws InvalidModelException if attributes and shapes do not fit together
   */
  public static ColumnsGeometry of(Node node, TensorShape columns, long[] image, long[] block) {
    int rank = image.length;
    if (rank == 0
        || block.length != rank
        || columns.rank() != 3
        || !Arrays.stream(image).allMatch(ColumnsGeometry::isLength)
        || !Arrays.stream(block).allMatch(ColumnsGeometry::isLength)) {
      throw misfit(node, columns, image, block);
    }
    List<Integer> strides = WindowGeometry.spatial(node, "strides", rank, 1, 1);
    List<Integer> dilations = WindowGeometry.spatial(node, "dilations", rank, 1, 1);
    List<Integer> pads = WindowGeometry.explicitPads(node, rank);
    List<Integer> blocks = new ArrayList<>();
    long taps = 1;
    long places = 1;
    for (int k = 0; k < rank; k++) {
      long padded = image[k] + pads.get(k) + pads.get(rank + k);
      long room = padded - dilations.get(k) * (block[k] - 1) - 1;
      long along = room < 0 ? 0 : room / strides.get(k) + 1;
      blocks.add(Math.toIntExact(along));
      taps *= block[k];
      places *= along;
      if (taps > columns.dim(1) || places == 0 || places > columns.dim(2)) {
        throw misfit(node, columns, image, block);
      }
    }
    if (columns.dim(1) % taps != 0 || columns.dim(2) != places) {
      throw misfit(node, columns, image, block);
    }
    return new ColumnsGeometry(
        integers(image), integers(block), blocks, strides, dilations, pads.subList(0, rank));
  }

  /** Spatial axes. */
  public int rank() {
    return image.size();
  }

  /** Elements of a block. */
  public int taps() {
    return block.stream().reduce(1, (a, b) -> a * b);
  }

  private static boolean isLength(long value) {
    return value >= 1 && value <= 1 << 24;
  }

  private static List<Integer> integers(long[] values) {
    return Arrays.stream(values).mapToObj(Math::toIntExact).toList();
  }

  private static InvalidModelException misfit(
      Node node, TensorShape columns, long[] image, long[] block) {
    return node.invalid(
        "columns %s do not fit blocks %s of an image %s, with these strides, dilations and pads"
            .formatted(columns, Axes.text(block), Axes.text(image)));
  }
}
