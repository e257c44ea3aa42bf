package io.zkchain.prover.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorChoiceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auto  | 8  | 8 | vector arithmetic with 8 lanes | 512 bits
          auto  | 16 | 8 | vector arithmetic with 8 lanes | 1024 bits
          auto  | 4  | 4 | vector arithmetic with 4 lanes | 256 bits
          auto  | 2  | 0 | scalar arithmetic              | fewer than 256 bits
          auto  | -1 | 0 | scalar arithmetic              | --add-modules jdk.incubator.vector
          8     | -1 | 0 | scalar arithmetic              | --add-modules jdk.incubator.vector
          off   | 8  | 0 | scalar arithmetic              | -Dzkchain.vector=off is set
          off   | -1 | 0 | scalar arithmetic              | -Dzkchain.vector=off is set
          4     | 8  | 4 | vector arithmetic with 4 lanes | without it there would be 8
          4     | 4  | 4 | vector arithmetic with 4 lanes | -Dzkchain.vector=4 is set
          8     | 8  | 8 | vector arithmetic with 8 lanes | -Dzkchain.vector=8 is set
          8     | 4  | 8 | vector arithmetic with 8 lanes | leave the option out
          seven | 8  | 8 | vector arithmetic with 8 lanes | -Dzkchain.vector=seven is ignored
          seven | 2  | 0 | scalar arithmetic              | -Dzkchain.vector=seven is ignored
          """)
  void saysWhatAndWhy(String wanted, int preferred, int lanes, String what, String why) {
    VectorChoice choice = VectorChoice.of(wanted, preferred);
    assertThat(choice.lanes()).isEqualTo(lanes);
    assertThat(choice.explanation()).startsWith(what).contains(why).doesNotContain("\n");
  }
}
