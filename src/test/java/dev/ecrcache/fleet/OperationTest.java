package dev.ecrcache.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes in words. */
class OperationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UP | 2 created, 1 updated, 3 replaced, 4 deleted, 5 imported, 12 unchanged",
        "PREVIEW | 2 to create, 1 to update, 3 to replace, 4 to delete, 5 to import, 12 unchanged",
      })
  void everyChangeHasItsWord(Operation operation, String words) {
    assertEquals(
        words,
        operation.tell(
            Map.of(
                "create", 2,
                "update", 1,
                "replace", 3,
                "create-replacement", 3,
                "delete-replaced", 3,
                "delete", 4,
                "import", 5,
                "same", 12)));
  }

  @Test
  void noChangeIsSaid() {
    assertEquals("nothing to do", Operation.DESTROY.tell(Map.of()));
  }
}
