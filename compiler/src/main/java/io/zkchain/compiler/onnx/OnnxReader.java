package io.zkchain.compiler.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.zkchain.compiler.error.InvalidModelException;
import io.zkchain.compiler.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads ONNX models. All errors are {@link io.zkchain.compiler.error.ModelException}s. */
public final class OnnxReader {

  private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

  private OnnxReader() {}

  /** Reads a model file and the external data that it names below its own folder. */
  public static OnnxModel read(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidModelException(
            "'" + file + "' is no ONNX file: it is larger than the 2 GiB that protobuf allows");
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InvalidModelException("model file '" + file + "' does not exist", e);
    } catch (IOException e) {
      throw new InvalidModelException(
          "model file '%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    Path folder = file.toAbsolutePath().getParent();
    return read(
        bytes, folder == null ? ExternalData.NONE : ExternalData.below(folder), "'" + file + "'");
  }

  /** Reads a model that has no external data. */
  public static OnnxModel read(byte[] bytes) {
    return read(bytes, ExternalData.NONE, "the model");
  }

  private static OnnxModel read(byte[] bytes, ExternalData external, String what) {
    ModelProto proto;
    try {
      proto = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidModelException(what + " is no ONNX file, or is truncated or damaged", e);
    }
    if (!proto.hasIrVersion() && !proto.hasGraph()) {
      throw new InvalidModelException(what + " is no ONNX file");
    }
    OnnxVersions.checkIr(proto.getIrVersion());
    if (!proto.hasGraph()) {
      throw new InvalidModelException(what + " holds no graph: the file is truncated or damaged");
    }
    Map<String, Integer> opsets = opsets(proto);
    if (opsets.isEmpty()) {
      throw new InvalidModelException(
          what + " imports no operator set (opset_import is missing): truncated or damaged?");
    }
    OnnxVersions.checkOpsets(opsets);
    GraphReader reader = new GraphReader(opsets, new TensorReader(external));
    return new OnnxModel(
        proto.getIrVersion(),
        proto.getProducerName(),
        opsets,
        reader.read(FunctionInliner.inline(proto, opsets)));
  }

  private static Map<String, Integer> opsets(ModelProto proto) {
    Map<String, Integer> opsets = new TreeMap<>();
    for (OperatorSetIdProto id : proto.getOpsetImportList()) {
      String domain = GraphReader.canonicalDomain(id.getDomain());
      if (id.getVersion() < 0 || id.getVersion() > Integer.MAX_VALUE) {
        throw new UnsupportedModelException(
            "opset %d of domain '%s' is not supported".formatted(id.getVersion(), domain));
      }
      // importing a domain twice is legal; ONNX Runtime takes the later entry
      opsets.put(domain, (int) id.getVersion());
    }
    return opsets;
  }
}
