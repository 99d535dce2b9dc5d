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
