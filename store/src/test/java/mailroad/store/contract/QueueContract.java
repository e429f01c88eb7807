package mailroad.store.contract;

import static mailroad.store.contract.UnderTest.octets;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.Store.Claim;
import mailroad.store.StoreException;
import org.junit.jupiter.api.Test;

/** Queues: what is due, leases, lost claims. */
interface QueueContract extends BatchContract {
  Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  Duration LEASE = Duration.ofMinutes(5);

  private List<Claim> claim(String owner, Instant now, int n) throws StoreException {
    return store().claimDue("q", owner, now, LEASE, n);
  }

  private static List<Key> ids(List<Claim> claims) {
    return claims.stream().map(Claim::id).toList();
  }

  @Test
  default void claimsWhatIsDueEarliestFirst() throws StoreException {
    done(
        new Batch()
            .schedule("q", A, NOON.plusSeconds(2))
            .schedule("q", B, NOON.plusSeconds(1))
            .schedule("q", Key.of("later"), NOON.plusSeconds(60))
            .schedule("other", Key.of("elsewhere"), NOON));
    assertThat(claim("me", NOON, 10)).isEmpty();
    List<Claim> claims = claim("me", NOON.plusSeconds(2), 10);
    assertThat(ids(claims)).containsExactly(B, A);
    assertThat(claims)
        .extracting(Claim::due)
        .containsExactly(NOON.plusSeconds(1), NOON.plusSeconds(2));
    assertThat(claims).extracting(Claim::queue).containsOnly("q");
    assertThat(claim("me", NOON.plusSeconds(2), 10)).isEmpty();
    assertThat(claim("me", NOON.plusSeconds(60), 10)).hasSize(1);
  }

  @Test
  default void claimsNoMoreThanAsked() throws StoreException {
    Batch batch = new Batch();
    for (int i = 0; i < 7; i++) {
      batch.schedule("q", Key.of("item", i), NOON.plusSeconds(i));
    }
    done(batch);
    Instant later = NOON.plusSeconds(10);
    assertThat(ids(claim("me", later, 3)))
        .containsExactly(Key.of("item", 0), Key.of("item", 1), Key.of("item", 2));
    assertThat(claim("me", later, 3)).hasSize(3);
    assertThat(claim("me", later, 3)).hasSize(1);
    assertThat(claim("me", later, 3)).isEmpty();
    assertThat(claim("me", later, 0)).isEmpty();
  }

  @Test
  default void givesAnItemToOthersWhenItsLeaseIsOver() throws StoreException {
    done(new Batch().schedule("q", A, NOON));
    Claim mine = claim("me", NOON, 1).getFirst();
    assertThat(claim("you", NOON.plus(LEASE).minusMillis(1), 1)).isEmpty();
    Claim yours = claim("you", NOON.plus(LEASE), 1).getFirst();
    assertThat(yours.token()).isNotEqualTo(mine.token());
    assertThat(yours.due()).isEqualTo(NOON);
    Batch late = new Batch().assertClaim(mine).unschedule("q", A).put(A, octets("sent"));
    assertThat(refused(late)).isEqualTo(new Batch.AssertClaim(mine));
    assertThat(text(A)).isEqualTo("(absent)");
    done(new Batch().assertClaim(yours).unschedule("q", A).put(A, octets("sent")));
    assertThat(store().nextDue("q")).isEmpty();
    assertThat(refused(new Batch().assertClaim(yours))).isEqualTo(new Batch.AssertClaim(yours));
  }

  @Test
  default void keepsAClaimOverItsLeaseWhileNobodyElseTakesIt() throws StoreException {
    done(new Batch().schedule("q", A, NOON));
    Claim mine = claim("me", NOON, 1).getFirst();
    done(new Batch().assertClaim(mine).schedule("q", A, NOON.plusSeconds(3600)));
    assertThat(store().nextDue("q")).contains(NOON.plusSeconds(3600));
  }

  @Test
  default void endsAClaimByMovingTheItem() throws StoreException {
    done(new Batch().schedule("q", A, NOON));
    Claim mine = claim("me", NOON, 1).getFirst();
    done(new Batch().assertClaim(mine).schedule("q", A, NOON.plusSeconds(60)));
    assertThat(refused(new Batch().assertClaim(mine))).isEqualTo(new Batch.AssertClaim(mine));
    assertThat(claim("me", NOON.plusSeconds(59), 1)).isEmpty();
    assertThat(claim("me", NOON.plusSeconds(60), 1)).hasSize(1);
  }

  @Test
  default void takesItemsOutWhoeverHasThem() throws StoreException {
    done(new Batch().schedule("q", A, NOON).schedule("q", B, NOON));
    Claim mine = claim("me", NOON, 1).getFirst();
    done(new Batch().unschedule("q", A).unschedule("q", B).unschedule("q", Key.of("none")));
    assertThat(store().nextDue("q")).isEmpty();
    assertThat(refused(new Batch().assertClaim(mine))).isEqualTo(new Batch.AssertClaim(mine));
  }

  @Test
  default void keepsOneItemForOneId() throws StoreException {
    done(new Batch().schedule("q", A, NOON).schedule("q", A, NOON.plusSeconds(5)));
    done(new Batch().schedule("q", A, NOON.plusSeconds(9)));
    assertThat(claim("me", NOON.plusSeconds(8), 10)).isEmpty();
    assertThat(claim("me", NOON.plusSeconds(9), 10)).hasSize(1);
  }

  @Test
  default void saysWhenTheNextIsDue() throws StoreException {
    assertThat(store().nextDue("q")).isEmpty();
    done(
        new Batch()
            .schedule("q", A, NOON.plusMillis(1))
            .schedule("q", B, NOON.plusSeconds(600))
            .schedule("p", B, NOON.minusSeconds(1)));
    assertThat(store().nextDue("q")).contains(NOON.plusMillis(1));
    claim("me", NOON.plusSeconds(1), 1);
    assertThat(store().nextDue("q")).contains(NOON.plusSeconds(1).plus(LEASE));
  }

  @Test
  default void releasesTheClaimsOfAnOwner() throws StoreException {
    for (int i = 0; i < 10; i++) {
      done(new Batch().schedule("q", Key.of("item", i), NOON.plusSeconds(i)));
    }
    Instant later = NOON.plusSeconds(20);
    List<Claim> mine = claim("me", later, 4);
    List<Claim> yours = claim("you", later, 3);
    store().releaseClaims("q", "me", later);
    assertThat(store().nextDue("q")).contains(NOON);
    assertThat(refused(new Batch().assertClaim(mine.getFirst())))
        .isInstanceOf(Batch.AssertClaim.class);
    done(new Batch().assertClaim(yours.getFirst()));
    List<Claim> again = claim("me", later, 10);
    assertThat(ids(again)).hasSize(7).startsWith(ids(mine).toArray(Key[]::new));
    assertThat(ids(again)).doesNotContainAnyElementsOf(ids(yours));
    store().releaseClaims("q", "nobody", later);
    store().releaseClaims("other", "me", later);
    assertThat(claim("me", later, 10)).isEmpty();
  }

  @Test
  default void leavesItemsThatWereMovedAloneWhenClaimsAreReleased() throws StoreException {
    done(new Batch().schedule("q", A, NOON));
    Claim mine = claim("me", NOON, 1).getFirst();
    done(new Batch().assertClaim(mine).schedule("q", A, NOON.plusSeconds(900)));
    store().releaseClaims("q", "me", NOON);
    assertThat(store().nextDue("q")).contains(NOON.plusSeconds(900));
  }

  @Test
  default void countsMomentsInMilliseconds() throws StoreException {
    Instant fine = NOON.plusNanos(1_999_999);
    done(new Batch().schedule("q", A, fine));
    assertThat(store().nextDue("q")).contains(NOON.plusMillis(1));
    assertThat(claim("me", fine, 1)).extracting(Claim::due).containsExactly(NOON.plusMillis(1));
  }

  @Test
  default void schedulesOnlyIfTheBatchIsDone() throws StoreException {
    done(new Batch().put(B, octets("x")));
    refused(new Batch().schedule("q", A, NOON).assertAbsent(B));
    assertThat(store().nextDue("q")).isEmpty();
  }

  @Test
  default void asksForAClaimWithinABatch() throws StoreException {
    done(new Batch().schedule("q", A, NOON));
    Claim mine = claim("me", NOON, 1).getFirst();
    Batch batch = new Batch().assertClaim(mine).unschedule("q", A).assertClaim(mine);
    assertThat(refused(batch)).isEqualTo(new Batch.AssertClaim(mine));
    done(new Batch().assertClaim(mine));
  }

  @Test
  default void keepsLanesApart() throws StoreException {
    done(
        new Batch()
            .schedule("q", "b.example", A, NOON)
            .schedule("q", "b.example", B, NOON.plusSeconds(1))
            .schedule("q", "c.example", Key.of("c"), NOON.minusSeconds(5))
            .schedule("q", Key.of("none"), NOON)
            .schedule("p", "b.example", A, NOON.minusSeconds(9)));
    assertThat(store().lanes("q", "", 9))
        .containsExactly(
            new Store.Lane("b.example", NOON), new Store.Lane("c.example", NOON.minusSeconds(5)));
    assertThat(store().lanes("q", "", 1)).extracting(Store.Lane::name).containsExactly("b.example");
    assertThat(store().lanes("q", "b.example", 9))
        .extracting(Store.Lane::name)
        .containsExactly("c.example");
    assertThat(store().nextDue("q", "b.example")).contains(NOON);
    assertThat(store().nextDue("q", "d.example")).isEmpty();
    assertThat(store().nextDue("q")).contains(NOON);
    assertThat(ids(claim("me", NOON.plusSeconds(9), 9))).containsExactly(Key.of("none"));
    assertThat(ids(store().claimDue("q", "b.example", "me", NOON.plusSeconds(9), LEASE, 9)))
        .containsExactly(A, B);
    done(new Batch().schedule("q", "c.example", A, NOON).unschedule("q", B));
    assertThat(store().lanes("q", "", 9)).extracting(Store.Lane::name).containsExactly("c.example");
    assertThat(ids(store().claimDue("q", "c.example", "me", NOON, LEASE, 9)))
        .containsExactly(Key.of("c"), A);
    store().releaseClaims("q", "me", NOON);
    assertThat(ids(store().claimDue("q", "c.example", "me", NOON, LEASE, 1)))
        .containsExactly(Key.of("c"));
  }

  @Test
  default void takesAnItemThatIsClaimedFromTheStart() throws StoreException {
    Batch.Lease lease = new Batch.Lease("me", NOON.plus(LEASE));
    done(new Batch().scheduleLeased("q", "b.example", A, NOON, lease));
    assertThat(store().claimDue("q", "b.example", "you", NOON, LEASE, 9)).isEmpty();
    assertThat(store().nextDue("q", "b.example")).contains(NOON.plus(LEASE));
    store().releaseClaims("q", "you", NOON);
    assertThat(store().claimDue("q", "b.example", "you", NOON, LEASE, 9)).isEmpty();
    store().releaseClaims("q", "me", NOON);
    assertThat(ids(store().claimDue("q", "b.example", "you", NOON, LEASE, 9))).containsExactly(A);
    done(new Batch().scheduleLeased("q", "b.example", B, NOON, lease).unschedule("q", B));
    store().releaseClaims("q", "me", NOON);
    assertThat(store().claimDue("q", "b.example", "you", NOON, LEASE, 9)).isEmpty();
  }

  @Test
  default void givesEachItemToOneOfManyTasks() throws Exception {
    Batch batch = new Batch();
    for (int i = 0; i < 120; i++) {
      batch.schedule("q", Key.of("item", i), NOON);
    }
    done(batch);
    Set<Key> seen = new ConcurrentSkipListSet<>();
    inTasks(
        6,
        task -> {
          List<Claim> claims = claim("task " + task, NOON, 7);
          while (!claims.isEmpty()) {
            for (Claim claim : claims) {
              assertThat(seen.add(claim.id())).as("claimed once: %s", claim.id()).isTrue();
              done(new Batch().assertClaim(claim).unschedule("q", claim.id()).add(COUNTER, 1));
            }
            claims = claim("task " + task, NOON, 7);
          }
        });
    assertThat(seen).hasSize(120);
    assertThat(number(COUNTER)).isEqualTo(120);
    assertThat(store().nextDue("q")).isEmpty();
  }
}
