package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of messages share what is the same, and nobody sees what another changes. */
class RollTest {
  private static Message message(long uid, long modseq) {
    Flags flags = Flags.of((int) modseq & 31, modseq % 3 == 0 ? List.of("Work") : List.of());
    return new Message(uid, modseq, flags, Instant.ofEpochMilli(1_000 * uid), uid % 7);
  }

  private static List<Message> messages(int count) {
    List<Message> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(message(2 * i + 1, i));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 9, 255, 256, 257, 1_000})
  void aListHasWhatItWasMadeOf(int count) {
    List<Message> all = messages(count);
    Messages same = Messages.of(all);
    assertThat(same).isEqualTo(all).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(same.uid(i)).isEqualTo(all.get(i).uid());
      assertThat(same.modseq(i)).isEqualTo(all.get(i).modseq());
      assertThat(same.flags(i)).isEqualTo(all.get(i).flags());
      assertThat(same.octets(i)).isEqualTo(all.get(i).octets());
      assertThat(same.from(2 * i)).isEqualTo(i);
      assertThat(same.from(2 * i + 1)).isEqualTo(i);
    }
    assertThat(same.from(2 * count)).isEqualTo(count);
    assertThatThrownBy(() -> same.uid(count)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> same.add(message(1, 1)))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** Any changes by any of those that have begun with the same list, beside plain lists that show what must come of it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatOneChangesNobodyElseSees(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Roll> rolls = new ArrayList<>();
    List<List<Message>> models = new ArrayList<>();
    List<Messages> kept = new ArrayList<>();
    List<List<Message>> keptModels = new ArrayList<>();
    rolls.add(new Roll(Messages.of(messages(random.nextInt(700)))));
    models.add(new ArrayList<>(rolls.getFirst()));
    long uid = 2_000;
    for (int step = 0; step < 400; step++) {
      int who = random.nextInt(rolls.size());
      Roll roll = rolls.get(who);
      List<Message> model = models.get(who);
      switch (random.nextInt(5)) {
        case 0 -> {
          for (int i = random.nextInt(40); i > 0; i--) {
            Message more = message(uid++, step);
            roll.add(more);
            model.add(more);
          }
        }
        case 1 -> {
          if (!model.isEmpty()) {
            int index = random.nextInt(model.size());
            Message changed = message(model.get(index).uid(), 1_000 + step);
            roll.put(index, changed);
            model.set(index, changed);
          }
        }
        case 2 -> {
          long gone = random.nextInt(2, 50);
          long from = random.nextLong(uid);
          rolls.set(who, roll.without(one -> one > from && one % gone == 0));
          model.removeIf(one -> one.uid() > from && one.uid() % gone == 0);
        }
        case 3 -> {
          kept.add(roll.fixed());
          keptModels.add(List.copyOf(model));
        }
        default -> {
          rolls.add(new Roll(roll));
          models.add(new ArrayList<>(model));
        }
      }
    }
    assertThat(rolls).isEqualTo(models);
    assertThat(kept).isEqualTo(keptModels);
  }

  @Test
  void aSnapshotDoesNotChangeWithTheListThatItWasMadeOf() {
    Roll roll = new Roll(Messages.of(messages(3)));
    Snapshot snapshot = new Snapshot(6, 3, roll);
    roll.put(0, message(1, 9));
    roll.add(message(7, 10));
    assertThat(snapshot.messages()).isEqualTo(messages(3));
  }

  @Test
  void whatDoesNotChangeIsShared() {
    Messages all = Messages.of(messages(1_000));
    Roll roll = new Roll(all);
    roll.put(300, message(601, 9));
    Roll less = roll.without(uid -> uid > 1_800);
    assertThat(less.page(0)).isSameAs(roll.page(0)).isSameAs(all.page(0));
    assertThat(less.page(300)).isSameAs(roll.page(300)).isNotSameAs(all.page(300));
    assertThat(roll.page(999)).isSameAs(all.page(999));
  }
}
