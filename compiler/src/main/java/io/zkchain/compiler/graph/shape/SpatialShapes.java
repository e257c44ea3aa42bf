package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import io.zkchain.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Operators on images: sampling, cropping, unpooling, and columns back to images. */
final class SpatialShapes {

  private SpatialShapes() {}

  static void register(ShapeRules.Builder rules) {
    rules.add("CenterCropPad", 2, 2, SpatialShapes::centerCropPad);
    rules.add("Col2Im", 3, 3, SpatialShapes::columnsToImage);
    rules.add("MaxUnpool", 2, 3, SpatialShapes::unpool);
    rules.add("TensorScatter", 2, 3, (node, in) -> List.of(in.type(0)));
    rules.add("AffineGrid", 2, 2, SpatialShapes::affineGrid);
    rules.add("GridSample", 2, 2, SpatialShapes::gridSample);
    rules.add("RoiAlign", 3, 3, SpatialShapes::roiAlign);
    rules.add("DeformConv", 3, 5, SpatialShapes::deformConv);
    rules.add("Det", 1, 1, SpatialShapes::determinant);
  }

  private static List<TensorType> centerCropPad(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    List<Integer> axes =
        Axes.list(node, in, Integer.MAX_VALUE, x.rank())
            .orElseGet(() -> IntStream.range(0, x.rank()).boxed().toList());
    long[] sizes = in.requireConstant(1, "the target shape").toLongs();
    long[] dims = x.dims().stream().mapToLong(Integer::longValue).toArray();
    if (sizes.length != axes.size()) {
      throw node.invalid("shape %s does not fit axes %s".formatted(Axes.text(sizes), axes));
    }
    for (int k = 0; k < sizes.length; k++) {
      dims[axes.get(k)] = sizes[k];
    }
    return List.of(in.type(0).withShape(TensorShape.of(dims)));
  }

  private static List<TensorType> columnsToImage(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    long[] image = in.requireConstant(1, "image_shape").toLongs();
    long[] block = in.requireConstant(2, "block_shape").toLongs();
    ColumnsGeometry g = ColumnsGeometry.of(node, x, image, block);
    List<Integer> dims = new ArrayList<>(List.of(x.dim(0), x.dim(1) / g.taps()));
    dims.addAll(g.image());
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static List<TensorType> unpool(Node node, NodeInputs in) {
    if (node.hasInput(2)) {
      long[] given = in.requireConstant(2, "output_shape").toLongs();
      return List.of(in.type(0).withShape(TensorShape.of(given)));
    }
    TensorShape x = in.shape(0);
    int rank = WindowGeometry.spatialRank(node, x);
    List<Integer> kernel = WindowGeometry.spatial(node, "kernel_shape", rank, -1, 1);
    List<Integer> strides = WindowGeometry.spatial(node, "strides", rank, 1, 1);
    List<Integer> pads = WindowGeometry.explicitPads(node, rank);
    List<Integer> dims = new ArrayList<>(x.dims().subList(0, 2));
    for (int k = 0; k < rank; k++) {
      int full = (x.dim(2 + k) - 1) * strides.get(k) + kernel.get(k);
      dims.add(full - pads.get(k) - pads.get(rank + k));
    }
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static List<TensorType> affineGrid(Node node, NodeInputs in) {
    TensorShape size = TensorShape.of(in.requireConstant(1, "size").toLongs());
    int spatial = size.rank() - 2;
    if (spatial < 2 || spatial > 3 || !in.shape(0).equals(theta(size.dim(0), spatial))) {
      throw node.invalid("theta %s does not fit a size %s".formatted(in.shape(0), size));
    }
    List<Integer> dims = new ArrayList<>(size.dims());
    dims.remove(1);
    dims.add(spatial);
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static TensorShape theta(int batches, int spatial) {
    return TensorShape.of(batches, spatial, spatial + 1);
  }

  private static List<TensorType> gridSample(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    TensorShape grid = in.shape(1);
    boolean fits =
        x.rank() >= 3
            && grid.rank() == x.rank()
            && grid.dim(0) == x.dim(0)
            && grid.dim(grid.rank() - 1) == x.rank() - 2;
    if (!fits) {
      throw node.invalid("a grid %s does not fit an input %s".formatted(grid, x));
    }
    List<Integer> dims = new ArrayList<>(x.dims().subList(0, 2));
    dims.addAll(grid.dims().subList(1, grid.rank() - 1));
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static List<TensorType> roiAlign(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    TensorShape rois = in.shape(1);
    if (x.rank() != 4 || rois.rank() != 2 || rois.dim(1) != 4) {
      throw node.invalid("regions %s do not fit an input %s".formatted(rois, x));
    }
    long[] dims = {
      rois.dim(0),
      x.dim(1),
      node.intAttribute("output_height", 1),
      node.intAttribute("output_width", 1)
    };
    return List.of(in.type(0).withShape(TensorShape.of(dims)));
  }

  private static List<TensorType> deformConv(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    TensorShape w = in.shape(1);
    WindowGeometry g = WindowGeometry.ofConvolution(node, x, w);
    long groups = node.intAttribute("group", 1);
    if (w.rank() != x.rank() || x.dim(1) != w.dim(1) * groups || w.dim(0) % groups != 0) {
      throw node.invalid("weights %s in %d groups do not fit %s".formatted(w, groups, x));
    }
    List<Integer> dims = new ArrayList<>(List.of(x.dim(0), w.dim(0)));
    dims.addAll(g.output());
    return List.of(in.type(0).withShape(new TensorShape(dims)));
  }

  private static List<TensorType> determinant(Node node, NodeInputs in) {
    TensorShape x = in.shape(0);
    int rank = x.rank();
    if (rank < 2 || x.dim(rank - 1) != x.dim(rank - 2)) {
      throw node.invalid("%s holds no square matrices".formatted(x));
    }
    return List.of(in.type(0).withShape(new TensorShape(x.dims().subList(0, rank - 2))));
  }
}
