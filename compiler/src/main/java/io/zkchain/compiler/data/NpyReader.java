package io.zkchain.compiler.data;

import io.zkchain.compiler.error.InputDataException;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.TensorBytes;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code .npy} format, versions 1 to 3, of numbers and booleans in either byte order and either
 * memory order (numpy.lib.format in numpy's documentation). Objects and structures are refused.
 */
final class NpyReader {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final Pattern DESCR = Pattern.compile("'descr': '([<>|=])([a-z]\\d+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': (True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, L]*)\\)");

  private static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("b1", DataType.BOOL),
          Map.entry("i1", DataType.INT8),
          Map.entry("i2", DataType.INT16),
          Map.entry("i4", DataType.INT32),
          Map.entry("i8", DataType.INT64),
          Map.entry("u1", DataType.UINT8),
          Map.entry("u2", DataType.UINT16),
          Map.entry("u4", DataType.UINT32),
          Map.entry("u8", DataType.UINT64),
          Map.entry("f2", DataType.FLOAT16),
          Map.entry("f4", DataType.FLOAT),
          Map.entry("f8", DataType.DOUBLE));

  private NpyReader() {}

  static TensorData read(String name, InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length != 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw new InputDataException("array '" + name + "' is no .npy file");
    }
    String header = header(name, in, start[6]);
    Matcher descr = find(DESCR, header, name);
    DataType dtype =
        Optional.ofNullable(TYPES.get(descr.group(2)))
            .orElseThrow(() ->
                new InputDataException(
                    "array '%s' has element type %s, which is not supported"
                        .formatted(name, descr.group(2))));
    boolean fortran = find(ORDER, header, name).group(1).equals("True");
    TensorShape shape = shape(name, find(SHAPE, header, name).group(1));
    ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int length = length(name, shape, dtype);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != length || in.read() >= 0) {
      throw new InputDataException(
          "array '%s' does not have the %d bytes that its shape %s needs"
              .formatted(name, length, shape));
    }
    TensorShape stored = fortran ? reversed(shape) : shape;
    TensorData data = TensorBytes.decode(dtype, stored, ByteBuffer.wrap(bytes).order(order));
    return fortran ? data.select(shape, transposed(shape)) : data;
  }

  private static String header(String name, InputStream in, byte version) throws IOException {
    byte[] size = in.readNBytes(version == 1 ? 2 : 4);
    int length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | (size[i] & 0xFF);
    }
    if (version < 1 || version > 3 || length < 0 || length > MAX_HEADER) {
      throw new InputDataException("array '" + name + "' has an unknown .npy version or header");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static Matcher find(Pattern pattern, String header, String name) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new InputDataException("array '" + name + "' has a header that cannot be read");
    }
    return matcher;
  }

  private static TensorShape shape(String name, String text) {
    try {
      return TensorShape.of(
          Arrays.stream(text.replace("L", "").split(","))
              .map(String::strip)
              .filter(part -> !part.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray());
    } catch (IllegalArgumentException e) {
      throw new InputDataException("array '" + name + "' has the shape (" + text + ")", e);
    }
  }

  private static int length(String name, TensorShape shape, DataType dtype) {
    long length = (long) shape.size() * dtype.bytes();
    if (length > Integer.MAX_VALUE - 8) {
      throw new InputDataException("array '" + name + "' is larger than 2 GiB");
    }
    return (int) length;
  }

  private static TensorShape reversed(TensorShape shape) {
    return new TensorShape(shape.dims().reversed());
  }

  /** For each element in row-major order, its place in column-major order. */
  private static int[] transposed(TensorShape shape) {
    int[] rows = shape.strides();
    int[] columns = new int[shape.rank()];
    int stride = 1;
    for (int axis = 0; axis < columns.length; axis++) {
      columns[axis] = stride;
      stride *= shape.dim(axis);
    }
    int[] sources = new int[shape.size()];
    for (int i = 0; i < sources.length; i++) {
      int rest = i;
      for (int axis = 0; axis < columns.length; axis++) {
        sources[i] += rest / rows[axis] * columns[axis];
        rest %= rows[axis];
      }
    }
    return sources;
  }
}
