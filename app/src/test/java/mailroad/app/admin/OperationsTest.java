package mailroad.app.admin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import mailroad.store.StoreException;
import org.junit.jupiter.api.Test;

class OperationsTest {
  @Test
  void whatTheStoreFailsAtIsToldInWords() {
    Operations operations =
        new Operations()
            .add(
                "queue.list",
                _ -> {
                  throw new StoreException("no space left on device");
                });
    assertThatThrownBy(() -> operations.call("queue.list", Map.of()))
        .isInstanceOf(AdminException.class)
        .hasMessage("the store failed: no space left on device");
  }
}
