package io.zkchain.solidity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Solidity identifiers from the names of models and tensors, which may be any text. */
final class Identifiers {
  /** Words that a parameter must not be: keywords, types, and names that the contract uses. */
  private static final Set<String> TAKEN =
      Set.of(
          "abstract",
          "address",
          "after",
          "alias",
          "anonymous",
          "apply",
          "as",
          "assembly",
          "auto",
          "bool",
          "break",
          "byte",
          "bytes",
          "calldata",
          "case",
          "catch",
          "constant",
          "constructor",
          "continue",
          "copyof",
          "days",
          "default",
          "define",
          "delete",
          "do",
          "else",
          "emit",
          "enum",
          "error",
          "ether",
          "event",
          "external",
          "fallback",
          "false",
          "final",
          "finney",
          "fixed",
          "for",
          "from",
          "function",
          "global",
          "gwei",
          "hours",
          "if",
          "immutable",
          "implements",
          "import",
          "in",
          "indexed",
          "inline",
          "int",
          "interface",
          "internal",
          "is",
          "layout",
          "leave",
          "let",
          "library",
          "macro",
          "mapping",
          "match",
          "memory",
          "minutes",
          "modifier",
          "mutable",
          "new",
          "null",
          "of",
          "override",
          "partial",
          "payable",
          "pragma",
          "private",
          "promise",
          "public",
          "pure",
          "receive",
          "reference",
          "relocatable",
          "return",
          "returns",
          "revert",
          "sealed",
          "seconds",
          "sizeof",
          "static",
          "storage",
          "string",
          "struct",
          "super",
          "supports",
          "switch",
          "szabo",
          "this",
          "throw",
          "transient",
          "true",
          "try",
          "type",
          "typedef",
          "typeof",
          "ufixed",
          "uint",
          "unchecked",
          "unicode",
          "using",
          "var",
          "view",
          "virtual",
          "weeks",
          "wei",
          "while",
          "years",
          "at",
          "now",
          "abi",
          "block",
          "msg",
          "tx",
          "require",
          "assert",
          "keccak256",
          "sha256",
          "ripemd160",
          "ecrecover",
          "addmod",
          "mulmod",
          "blockhash",
          "blobhash",
          "gasleft",
          "selfdestruct",
          "suicide",
          "verify",
          "submit",
          "keydigest",
          "protocolversion",
          "context",
          "proof",
          "publicvalueshash");

  private Identifiers() {}

  /** Letters, digits and underscores of a name, not starting with a digit; may be empty. */
  private static String stripped(String name) {
    StringBuilder out = new StringBuilder();
    boolean boundary = false;
    for (char c : name.toCharArray()) {
      boolean usable = c < 128 && Character.isLetterOrDigit(c);
      if (usable && (!out.isEmpty() || !Character.isDigit(c))) {
        out.append(boundary && !out.isEmpty() ? Character.toUpperCase(c) : c);
        boundary = false;
      } else {
        boundary = true;
      }
    }
    return out.length() > 60 ? out.substring(0, 60) : out.toString();
  }

  /** A contract's name: {@code mnist-lenet} gives {@code MnistLenetVerifier}. */
  static String contract(String name) {
    String stripped = stripped(name);
    String base =
        stripped.isEmpty()
            ? "Model"
            : Character.toUpperCase(stripped.charAt(0)) + stripped.substring(1);
    return base.endsWith("Verifier") ? base : base + "Verifier";
  }

  /** Distinct parameter names for tensors, in order. */
  static List<String> parameters(List<String> names) {
    Set<String> used = new HashSet<>();
    List<String> out = new ArrayList<>();
    for (String name : names) {
      String stripped = stripped(name);
      String base =
          stripped.isEmpty()
              ? "values"
              : Character.toLowerCase(stripped.charAt(0)) + stripped.substring(1);
      if (!usable(base, used)) {
        base = base + "Values";
      }
      String unique = base;
      for (int k = 2; !usable(unique, used); k++) {
        unique = base + k;
      }
      used.add(unique.toLowerCase(Locale.ROOT));
      out.add(unique);
    }
    return out;
  }

  private static boolean usable(String name, Set<String> used) {
    String key = name.toLowerCase(Locale.ROOT);
    return !TAKEN.contains(key)
        && !used.contains(key)
        && !key.matches("(u?int|bytes|u?fixed)[0-9x]*");
  }
}
