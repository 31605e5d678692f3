// All journeys share one shop and mostly buy what its front page begins with: there is more of it than they buy together,
// or two at once would be after the last unit. What is sold out stays so.
import { expect, request } from "@playwright/test";

const PRODUCT = "Chartroom Sketchbook";

export default async function fillUp(config) {
  const { baseURL } = config.projects[0].use;
  const json = async (answer) => {
    expect(answer.ok(), `${answer.url()} answered ${answer.status()}: ${await answer.text()}`).toBe(true);
    return answer.json();
  };
  const visitor = await request.newContext({ baseURL });
  const data = { email: "staff@halyard.example", password: "halyard-staff" };
  const { auth_token: token } = await json(await visitor.post("/api/v1/token/login", { data }));
  const staff = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const { items } = await json(await staff.get("/api/v1/inventory-items", { params: { q: PRODUCT, limit: 100 } }));
  expect(items.length, PRODUCT).toBeGreaterThan(0);
  for (const { id, on_hand: onHand } of items) {
    if (onHand === 0) continue;
    await json(await staff.post(`/api/v1/inventory-items/${id}/receive`, { data: { quantity: 200, reason: "For the journeys" } }));
  }
  await visitor.dispose();
  await staff.dispose();
}
