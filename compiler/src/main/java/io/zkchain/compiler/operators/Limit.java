package io.zkchain.compiler.operators;

/**
 * Forms of operators, types and values that have no circuit: what a user reads, and the page of
 * operators. Each says where it can, what to do instead.
 */
enum Limit {
  AXIS_ATTRIBUTE(
      "Add, Sub, Mul, Div",
      "the axis attribute of opset 6 is not read; convert the model to opset 7"),
  WRAP(
      "Add, Sub, Mul, Neg, Sum, MatMul, ReduceSum and other integer arithmetic",
      "the result, between %s and %s, may wrap around in %s; cast to a wider type"),
  PADDED_CACHE("Attention", "nonpad_kv_seqlen has no circuit: give its padding as a mask"),
  SPATIAL("BatchNormalization", "spatial = 0 is not read; convert the model to opset 9 or later"),
  SHIFTS("BitShift", "shifts by %s, not 0..%s: cut the shifts to the width of the type"),
  COMPLEMENT("BitwiseNot", "2^64 - 1 - x leaves 64 bits; use a narrower type"),
  DEFORMED_AXES("DeformConv", "only two spatial axes have a circuit"),
  DETERMINANT("Det", "matrices of %s x %s; at most 3 x 3 have a circuit"),
  ZERO_DIVISOR("Div, Mod", "divides by the constant 0, which has no result: mend the constant"),
  TRAINING(
      "Dropout, BatchNormalization",
      "training mode is random or changes its own parameters; export for inference"),
  FINE_SCALE("Floor, Ceil, Round", "the scale %s has too many bits"),
  INDEX(
      "Gather, GatherElements, GatherND, Scatter, ScatterElements, ScatterND, " + "TensorScatter",
      "index %s is outside an axis of %s elements: mend the constant indices"),
  RESPONSE(
      "LRN",
      "alpha %s, beta %s and bias %s have no circuit at these scales: alpha and beta "
          + "must be positive"),
  ACTIVATION("LSTM, GRU, RNN", "activation %s is not known"),
  NORM_POWER("LpPool, GlobalLpPool", "p must be 1, 2, 3 or 4, not %s"),
  EMPTY_WINDOW(
      "MaxPool, AveragePool",
      "the window of output %s along spatial axis %s holds no element, only pads (an axis of %s, "
          + "padded by %s and %s): lower pads or dilations"),
  EXPONENTS("Pow", "%s different exponents, %s are allowed"),
  INTEGER_BASE("Pow", "an integer base needs the exponent 0, 1, 2 or 3, not %s: cast it to float"),
  INTEGER_POWER(
      "Pow",
      "an integer power with an exponent from the input has no circuit: cast it to " + "float"),
  POWER_BASE("Pow", "a constant base must be one positive number"),
  POWER_TYPES(
      "Pow",
      "ONNX Runtime raises no such types, so that no scale can be chosen: cast the "
          + "exponent to float"),
  CHANNEL_ONLY_WEIGHTS("QLinearConv, QLinearMatMul", "scales by channel are only read for weights"),
  CHANNEL_SCALES("QLinearConv, QLinearMatMul", "scales by channel need constant weights"),
  CHANNEL_ZEROS(
      "QLinearConv, QLinearMatMul, ConvInteger, MatMulInteger",
      "zero points by channel are only read for weights"),
  OPEN_SCALE(
      "QLinearConv, QLinearMatMul, ConvInteger, MatMulInteger",
      "input '%s' must be constant: scales and zero points decide the circuit"),
  FAR_SCALES("QuantizeLinear", "the scales %s and %s are too far apart"),
  MANY_SCALES("QuantizeLinear", "more than %s scales along an axis"),
  SCALES_SHAPE("QuantizeLinear, DequantizeLinear", "%s scales do not fit the shape"),
  SCALE_SIGN(
      "QuantizeLinear, DequantizeLinear, QLinearConv, QLinearMatMul", "scale %s is not positive"),
  OPEN_ACTIVATION(
      "RNN",
      "its activation has no bound, and calibration did not see its output: use Tanh or"
          + " Sigmoid, or make Y an output"),
  OPEN_VALUE(
      "Range, ConstantOfShape, EyeLike, Compress, NonZero, Unique, HannWindow, "
          + "HammingWindow, BlackmanWindow, MelWeightMatrix",
      "its result depends on the input: data-dependent shape"),
  INTEGER_MEAN("ReduceMean", "a mean of integers rounds: cast to float"),
  LONG_PRODUCT(
      "ReduceProd",
      "a product of %s reals loses its precision, %s are allowed: sum logarithms " + "instead"),
  INTEGER_MAP(
      "Resize, DFT and other maps by constant matrices",
      "rounds, which has no circuit for integers; cast to float"),
  CROP_SCALES(
      "Resize",
      "runtimes do not agree on the length that tf_crop_and_resize gives with scales: give sizes"),
  LENGTH("ReverseSequence", "sequence length %s is outside 0..%s"),
  MAX_REGION("RoiAlign", "mode max has no circuit; use avg"),
  REGION_SAMPLES(
      "RoiAlign", "sampling_ratio 0 makes the number of samples depend on the input; set it"),
  MANY_UPDATES(
      "ScatterElements, ScatterND",
      "%s updates with a reduction at indices from the input; at most %s have a circuit"),
  MASKED_ROW(
      "Softmax, Attention",
      "a row's scores are all masked, which has no softmax: leave one score in every " + "row"),
  TRANSFORM(
      "ai.onnx.ml.LinearRegressor, ai.onnx.ml.LinearClassifier, "
          + "ai.onnx.ml.SVMRegressor, ai.onnx.ml.SVMClassifier, "
          + "ai.onnx.ml.TreeEnsembleClassifier",
      "post_transform %s has no circuit: use its scores"),
  STRINGS(
      "ai.onnx.ml.OneHotEncoder, ai.onnx.ml.LabelEncoder",
      "strings have no circuit: map them to numbers outside"),
  UNKNOWN_CATEGORY(
      "ai.onnx.ml.OneHotEncoder", "zeros = 0 rejects unknown categories: use zeros = 1"),
  NO_VECTORS("ai.onnx.ml.SVMClassifier", "it has no support vectors: use LinearClassifier"),
  VOTES(
      "ai.onnx.ml.SVMClassifier",
      "its probabilities come from an iteration: export the model with its scores"),
  AGGREGATE(
      "ai.onnx.ml.TreeEnsemble, ai.onnx.ml.TreeEnsembleRegressor",
      "aggregate_function %s has no circuit: use SUM or AVERAGE"),
  FEATURE(
      "ai.onnx.ml.TreeEnsemble, ai.onnx.ml.TreeEnsembleClassifier, "
          + "ai.onnx.ml.TreeEnsembleRegressor",
      "feature %s is not one of %s"),
  TREE_TRANSFORM(
      "ai.onnx.ml.TreeEnsemble, ai.onnx.ml.TreeEnsembleRegressor",
      "its post_transform has no circuit: apply the function in a node of its own"),
  CONSTANT("any", "a constant of %s does not fit the scale %s"),
  WIDE("any", "its integers leave 64 bits; use fewer --bits"),
  INFINITY(
      "any but masks (Where or Add before Softmax) and the bounds of Pad, Clip, Max and" + " Min",
      "a constant of %s has a meaning only as a mask before a Softmax or as a bound");

  private final String operators;
  private final String text;

  Limit(String operators, String text) {
    this.operators = operators;
    this.text = text;
  }

  /** Whom it concerns, for people. */
  String operators() {
    return operators;
  }

  /** The reason with its values. */
  String reason(Object... values) {
    return text.formatted(values);
  }

  /** The reason without values. */
  String pattern() {
    return text.replace("%s", "..");
  }
}
