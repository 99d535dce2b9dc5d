/** A small Macfile whose `roles` is misspelt, in line 5. */
export const wrongKey = `mac: 1.0.0
description: A web server
name: web
version: '1'
rolse:
  web server:
    instance create:
      bootstrap bash: echo ready
infrastructures:
  web:
    role: web server
    name: web
    location: eu-west-1
`;

/** Two things from one role. The second names the role wrongly, the third names none yet; the set-up upgrades in place. */
export const shop = `mac: 0.7.1
description: A shop
name: shop
version: '{INF_VERSION}'
roles:
  web server:
    instance create:
      bootstrap bash: |
        apt-get update && apt-get -y upgrade
        apt-get install -y nginx=1.24.0-1
infrastructures:
  web:
    name: web
    provider: amazon
    location: us-east-1
    role: web server
  admin:
    name: admin
    provider: amazon
    location: us-east-1
    role: web servr
  api:
    name: api
    provider: amazon
    location: us-east-1
`;
